/** English texts of the page of a person. */
import { inLanguage } from './words.ts';

export const person = inLanguage('person', {
  notLoaded: 'We couldn’t load this profile',
  accountDeleted: 'This account was deleted',
  messagesStay: 'Your messages are still there.',
  openConversation: 'Open the conversation',
  unknownUser: 'Unknown user',
  unknownUserText: (name: string) => `There’s nobody called ${name}. Check the spelling.`,
  browsePeople: 'Browse people',
  whatOthersSee: 'This is what others see.',
  editProfile: 'Edit profile',
  notesToYourself: 'Notes to yourself',
  youBlocked: (name: string) => `You’ve blocked ${name}. They can’t message you.`,
  message: 'Message',
  unblock: 'Unblock',
  moreAbout: (name: string) => `More about ${name}`,
  postsOf: (name: string) => `Posts of ${name}`,
  posts: 'Posts',
  morePosts: 'More posts',
  thankYousTo: (name: string) => `Thank-yous to ${name}`,
  thankYous: 'Thank-yous',
  moreThankYous: 'More thank-yous',
});
