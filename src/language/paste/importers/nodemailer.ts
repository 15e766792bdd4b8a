/** nodemailer with `logger` and `debug`: `DEBUG [id] C: …` lines, or JSON lines with `tnx`. The message stands without a mark. */
import { byConnection, type Importer, said } from '../dialogue';
import { jsonRecord, textIn } from '../json-record';

const line = /^(?:\[[\d\- :.TZ]+\] )?(?:TRACE|DEBUG|INFO|WARN|ERROR) +\[([\w-]{5,})\] (?:([CS]): )?(.*)$/;

export const nodemailer: Importer = {
  kind: 'nodemailer',
  title: 'a nodemailer log',
  recognises: (text) => {
    if (text.startsWith('{')) return /"tnx":"(?:client|server)"/.test(text);
    return line.exec(text)?.[2] !== undefined;
  },
  read: (lines) => {
    const connections = byConnection();
    const inMessage = new Set<string>();
    for (const text of lines) {
      const record = jsonRecord(text);
      if (record) {
        const tnx = textIn(record, 'tnx');
        const content = textIn(record, 'msg') ?? textIn(record, 'message') ?? '';
        if (tnx === 'client' || tnx === 'server') connections.add(textIn(record, 'sid') ?? '', said(tnx, content));
        else if (tnx === 'message' && !isCount(content)) {
          connections.add(textIn(record, 'sid') ?? '', said('client', content));
        }
        continue;
      }
      const [, id = '', side, content = ''] = line.exec(text) ?? [];
      if (side === 'S') {
        connections.add(id, said('server', content));
        if (content.startsWith('354')) inMessage.add(id);
        else inMessage.delete(id);
      } else if (side === 'C') connections.add(id, said('client', content));
      else if (inMessage.has(id) && !isCount(content)) connections.add(id, said('client', content));
    }
    return connections.all();
  },
};

const isCount = (content: string): boolean => /^<\d+ bytes encoded mime message/.test(content);
