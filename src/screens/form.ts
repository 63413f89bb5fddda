import { EMPTY_FIELD, type FieldState, fieldWith } from './field.ts';

/** One line of a form. */
export interface FormField {
  readonly id: string;
  readonly label: string;
  /** Said while nothing is typed: what that means, and an example. */
  readonly placeholder: string;
}

/** What a form asks for, and the event it ends in. */
export interface FormPlan<Event> {
  readonly title: string;
  readonly fields: readonly FormField[];
  /** The event that takes the values over, or a sentence about the field that cannot be read. */
  submit(values: FormValues): Event | FormProblem;
}

/** What was typed, trimmed, by the id of the field. */
export type FormValues = Readonly<Record<string, string>>;

export interface FormProblem {
  readonly type: 'problem';
  readonly id: string;
  readonly text: string;
}

export interface FormState<Event> {
  readonly plan: FormPlan<Event>;
  readonly texts: readonly FieldState[];
  readonly choice: number;
}

export const openForm = <Event>(plan: FormPlan<Event>, values: FormValues): FormState<Event> => ({
  plan,
  texts: plan.fields.map(({ id }) => (values[id] === undefined ? EMPTY_FIELD : fieldWith(values[id]))),
  choice: 0,
});

export const stepForm = <Event>(form: FormState<Event>, step: 1 | -1): FormState<Event> => ({
  ...form,
  choice: (form.choice + step + form.texts.length) % form.texts.length,
});

export const editForm = <Event>(form: FormState<Event>, field: FieldState): FormState<Event> => ({
  ...form,
  texts: form.texts.map((text, place) => (place === form.choice ? field : text)),
});

export const submitForm = <Event>({ plan, texts }: FormState<Event>): Event | FormProblem =>
  plan.submit(Object.fromEntries(plan.fields.map(({ id }, place) => [id, texts[place].text.trim()])));
