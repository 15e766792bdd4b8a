/** Names of header fields that are often asked for. */

export const headerFieldNames: readonly string[] = [
  'From',
  'To',
  'Cc',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
  'Reply-To',
  'Received',
  'Return-Path',
  'DKIM-Signature',
  'Authentication-Results',
  'Content-Type',
  'List-Unsubscribe',
];
