/** Groups of the user pool. Access tokens name those that a person is in. */

export const ADMINISTRATORS = 'admins';
