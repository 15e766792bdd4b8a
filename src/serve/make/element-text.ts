/** Patterns of text become text: `...` is nothing, a capture a value of its shape, an expression a text that it matches. */

import type { Expression, Take } from '../../script/program';
import type { Element } from '../../session/match/text-pattern';
import { textFor } from './regex-text';

export interface Maker {
  /** The value of an expression; what is not known is made. */
  value(expression: Expression): string;
  /** A value for a capture. `suggestions`: of the shape that fits here, the best first. */
  capture(name: string, take: Take, suggestions: readonly string[]): string;
  /** Told of what cannot be made. */
  cannot(what: string): void;
}

export function elementText(elements: readonly Element[], maker: Maker, suggestions: readonly string[]): string {
  let text = '';
  elements.forEach((element, i) => {
    const first = i === 0;
    const last = i === elements.length - 1;
    switch (element.kind) {
      case 'literal':
        text += element.text;
        break;
      case 'space':
        text += ' ';
        break;
      case 'words':
        text += first || last ? '' : ' ';
        break;
      case 'any':
      case 'lines':
        break;
      case 'value':
        text += maker.value(element.expression);
        break;
      case 'capture':
        text += maker.capture(element.name, element.take, suggestions);
        break;
      case 'shape':
        text += element.shown.replace(/^x/i, '2').replaceAll(/x/gi, '0');
        break;
      case 'regex': {
        const made = textFor(element.regex.source, element.regex.flags);
        if (made === undefined) maker.cannot(`no text was found that ${String(element.regex)} matches`);
        text += made ?? '';
        break;
      }
    }
  });
  return text;
}
