'use client';

import { useActionState, useEffect, useRef } from 'react';
import { type SignUpState, signUp } from './actions';

const untouched: SignUpState = { values: { name: '', slug: '' }, issues: [] };

export function SignUpForm() {
  const [state, action, isPending] = useActionState(signUp, untouched);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.issues.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [state]);

  return (
    <form action={action} ref={form} noValidate>
      <Field name="name" label="Name" hint="As your customers know you" state={state} />
      <Field
        name="slug"
        label="Address"
        hint="Lower-case letters, digits and hyphens, such as smith-clinic"
        state={state}
      />
      <button type="submit" disabled={isPending}>
        {isPending ? 'Setting up …' : 'Set up workspace'}
      </button>
      <p role="alert">{state.message}</p>
    </form>
  );
}

interface FieldProps {
  readonly name: keyof SignUpState['values'];
  readonly label: string;
  readonly hint: string;
  readonly state: SignUpState;
}

function Field({ name, label, hint, state }: FieldProps) {
  const issue = state.issues.find(({ field }) => field === name);
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        defaultValue={state.values[name]}
        required
        autoComplete="off"
        aria-describedby={`${name}-hint`}
        aria-invalid={issue !== undefined}
      />
      <p id={`${name}-hint`} className={issue ? 'issue' : 'hint'}>
        {issue ? `${label} ${issue.message}.` : hint}
      </p>
    </div>
  );
}
