/** Turns where the tables say a rule stands (`RFC 5321 §4.1.1.2`) into links to the text. */

const reference = /RFC (\d{2,5})(?:(?: §(\d+(?:\.\d+)*))|(?: [Aa]ppendix ([A-Z](?:\.\d+)*)))?/g;

/** The address of an RFC at the RFC Editor, at a section (`4.1.1.2`) or an appendix (`A`) where one is named. */
export function rfcUrl(rfc: string, section?: string): string {
  const base = `https://www.rfc-editor.org/rfc/rfc${rfc}`;
  if (section === undefined) return base;
  return `${base}#${/^[A-Z]/.test(section) ? 'appendix' : 'section'}-${section}`;
}

/** Markdown with every RFC that `text` names as a link; the rest of the text stays as it is. */
export const rfcLinks = (text: string): string =>
  text.replace(
    reference,
    (whole, rfc: string, section?: string, appendix?: string) => `[${whole}](${rfcUrl(rfc, section ?? appendix)})`,
  );
