/** What the message view and the extension say to each other. */
import type { MessageModel, PictureModel } from '../../../mailbox/message-read-model';

/** From the extension. */
export type ToMessageView =
  | { readonly kind: 'loading' }
  | { readonly kind: 'message'; readonly message: MessageModel }
  /** Pictures of the message that is shown. */
  | { readonly kind: 'pictures'; readonly pictures: readonly PictureModel[] }
  | { readonly kind: 'trouble'; readonly text: string; readonly advice: string | undefined };

/** From the view. Parts are meant by their place in `MessageModel.parts`; -1 is the whole message. */
export type FromMessageView =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly part: number }
  | { readonly kind: 'save'; readonly part: number }
  | { readonly kind: 'again' }
  | { readonly kind: 'transcript' };
