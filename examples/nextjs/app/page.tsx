import { SignUpForm } from './sign-up-form';

export default function SignUpPage() {
  return (
    <>
      <h1>Set up your workspace</h1>
      <p>Your projects live in it. You can change its name later.</p>
      <SignUpForm />
    </>
  );
}
