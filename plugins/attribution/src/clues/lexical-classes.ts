/**
 * What kinds of things people and models say around mistakes, by words of English. Each is evidence, none is proof. A word
 * is in a class for what it means, not for where it was seen.
 */
export const lexicalClasses = {
  /** Something went wrong. */
  error: /\b(error|errors|exception|traceback|fail(?:s|ed|ure|ing)?|invalid|not defined|undefined|crash(?:ed)?)\b/i,
  /** Takes something back. */
  apology: /\b(sorry|apolog(?:y|ies|i[sz]e)|my mistake|misunderst(?:ood|anding)|correction|overlooked)\b/i,
  /** Is not sure. */
  hedge:
    /\b(seems?|appears?|might|may|perhaps|possibly|probably|likely|unclear|not sure|approximately|roughly|estimated?)\b/i,
  /** Takes for granted what nobody checked. */
  assumption:
    /\b(assum(?:e|es|ed|ing|ption|ptions)|suppos(?:e|ed|ing)|presum(?:e|ed|ably)|let'?s say|if we consider|expected to be)\b/i,
  /** Stands in for the real thing. */
  placeholder:
    /\b(placeholders?|hypothetical(?:ly)?|simulat(?:e|ed|ion|ing)|mock(?:ed|up)?|dummy|sample data|example data|fictional|for (?:the sake of|demonstration|illustration)|your[_ -]?(?:api[_ -]?)?key|path[_/ ]to|replace (?:this|with)|example\.com)\b/i,
  /** Cannot, or will not. */
  refusal:
    /\b(unable to|cannot|can'?t|could not|couldn'?t|not (?:possible|feasible|able|available|accessible)|do(?:es)? not have (?:access|the ability)|don'?t have access|limitations?)\b/i,
  /** Nothing came back. */
  nothing:
    /\b(no (?:results?|matches|data|output|information|relevant)|not found|empty|none|null|nan|no such|404|403)\b/i,
  /** Leaves the work to a person. */
  manual:
    /\b(manual(?:ly)?|by hand|visually|visit the|open (?:the|your) (?:browser|website|link)|you can (?:find|check|use|visit))\b/i,
  /** Says that it was checked. */
  verified:
    /\b(verif(?:y|ied|ies|ication)|confirm(?:s|ed|ation)?|validat(?:e|ed|es|ion)|double[- ]check(?:ed)?|cross[- ](?:check|referenc)\w*)\b/i,
  /** Draws the conclusion. */
  conclusion:
    /\b(therefore|thus|hence|in conclusion|in summary|final (?:answer|result|output)|the answer is|the result is|correct answer|conclude[sd]?)\b/i,
  /** Says what will be done. */
  plan: /\b(plan|steps?|first(?:ly)?|next|then|let'?s|we (?:need|will|should|can)|i will|i'?ll|going to|to (?:solve|address|determine|find|identify))\b/i,
  /** Hands over to someone. */
  handover:
    /(@\w|\bplease (?:execute|run|provide|share|confirm|proceed|verify|review)\b|\bcould you\b|\bcan you\b|\byour turn\b)/i,
  /** Tells what is known already. */
  premise:
    /\b(results? from (?:the )?last|previous(?:ly)?|already|earlier|as (?:mentioned|given|stated)|given (?:that|the)|based on|according to|known)\b/i,
  /** Looks something up. */
  lookup:
    /\b(search(?:es|ed|ing)?|quer(?:y|ies)|look(?:ed|ing)? up|browse|scrap(?:e|ed|ing)|fetch(?:ed|ing)?|retriev(?:e|ed|ing)|api|https?:)/i,
  /** Recalls instead of looking up. */
  recall: /\b(knowledge|known (?:for|as|to)|historical(?:ly)?|generally|typically|usually|commonly|famous|as of my)\b/i,
  /** Computes. */
  computing:
    /\b(calculat(?:e|ed|ing|ion|ions)|comput(?:e|ed|ing)|sum|total|average|count(?:ed|ing)?|equation|formula|probability)\b/i,
  /** Tries once more. */
  again:
    /\b(again|retry|another (?:approach|method|way|attempt)|instead|alternative(?:ly)?|updated?|revised?|fix(?:ed)?|modif(?:y|ied)|adjust(?:ed)?|correct(?:ed)? (?:the )?code)\b/i,
  /** Says that all is well. */
  praise: /\b(correct(?:ly)?|accurate(?:ly)?|success(?:ful|fully)?|great|good|perfect|satisfied|agree)\b/i,
  /** Ends the run. */
  ending: /\b(terminate|conclude the task|task is (?:complete|done)|finished|completed)\b/i,
} as const satisfies Readonly<Record<string, RegExp>>;

/** The name of a class. */
export type LexicalClass = keyof typeof lexicalClasses;
