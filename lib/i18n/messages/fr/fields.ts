import type { fields as en } from "@/lib/i18n/messages/en/fields";
import type { SameKeys } from "@/lib/i18n/words";

export const fields: SameKeys<typeof en> = {
  required: "Remplissez ce champ.",
  invalid: "Cette valeur n’est pas utilisable.",
  unknown_field: "Ce champ n’est pas connu ici.",
  too_long: "{max} caractères au plus.",
  too_small: "{min} au moins.",
  too_large: "{max} au plus.",
  date_format: "Choisissez un jour.",
  date_past: "Choisissez aujourd’hui ou une date ultérieure.",
  date_too_far: "Choisissez un jour dans les {days} prochains jours.",
  date_needed: "Choisissez un jour : ici, une vente ne peut pas être sans fin.",
  price_format: "Écrivez le prix en dollars avec six décimales au plus, par exemple 0,50.",
  price_too_low: "Le prix le plus bas ici est de {price}.",
  price_too_low_on: "Le prix le plus bas sur {network} est de {price}.",
  price_too_high: "Le prix le plus haut est de {price}.",
  title_unreadable: "Le titre doit contenir des caractères lisibles.",
  name_like_address: "Un nom ne doit pas ressembler à l’adresse d’un portefeuille.",
  colour_format: "Écrivez une couleur comme # et six chiffres hexadécimaux, par exemple #1d4ed8.",
  colour_contrast: "Un texte blanc n’est pas lisible sur cette couleur. La plus proche qui convient est {nearest}.",
  contact_email: "Écrivez seulement l’adresse e-mail.",
  contact_kind: "Donnez une adresse e-mail, une adresse qui commence par https://, ou un nom comme @noor.",
  contact_address: "Cette adresse n’est pas utilisable. Écrivez-la comme https://example.com/vous.",
  address_format: "Écrivez l’adresse ainsi : 0x, puis 40 chiffres hexadécimaux.",
  address_checksum:
    "Cette adresse contient une faute de frappe : sa somme de contrôle (majuscules et minuscules) ne correspond pas. Copiez-la de nouveau.",
  address_unowned: "Cette adresse n’appartient à personne : l’argent qui y est envoyé est perdu.",
  address_contract: "C’est l’adresse d’un contrat, pas d’un portefeuille : l’argent qui y est envoyé est perdu.",
  address_of_server: "Ce compte paie les frais de réseau de ce serveur. Choisissez un portefeuille à vous.",
};
