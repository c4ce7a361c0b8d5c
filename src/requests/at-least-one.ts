/** The same fields, of which at least one has to be given. */
export type AtLeastOne<Fields> = {
  [Name in keyof Fields]-?: Fields & { readonly [Given in Name]-?: Exclude<Fields[Name], undefined> };
}[keyof Fields];
