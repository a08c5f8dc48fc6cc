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
  date_past: "Choisissez un jour qui n’est pas encore passé.",
  date_too_far: "Choisissez un jour dans les {days} prochains jours.",
  price_format: "Écrivez le prix en dollars avec six décimales au plus, par exemple 0,50.",
  price_too_low: "Le prix le plus bas ici est de {price}.",
  price_too_low_on: "Le prix le plus bas sur {network} est de {price}.",
  price_too_high: "Le prix le plus haut est de {price}.",
  title_unreadable: "Il faut au fichier un titre lisible.",
  name_like_address: "Un nom ne doit pas ressembler à l’adresse d’un portefeuille.",
  contact_email: "Écrivez seulement l’adresse e-mail.",
  contact_kind: "Donnez une adresse e-mail, une adresse qui commence par https://, ou un nom comme @noor.",
  contact_address: "Cette adresse n’est pas utilisable. Écrivez-la comme https://example.com/vous.",
  address_format: "Écrivez l’adresse ainsi : 0x, puis 40 chiffres hexadécimaux.",
  address_checksum:
    "Il y a une erreur dans cette adresse : ses majuscules et minuscules ne concordent pas. Copiez-la de nouveau.",
  address_unowned: "Cette adresse n’est à personne : l’argent envoyé là serait perdu.",
  address_contract: "C’est l’adresse d’un contrat, pas d’un portefeuille : l’argent envoyé là serait perdu.",
  address_of_server: "Ce compte paie les frais de réseau de ce serveur. Choisissez un portefeuille à vous.",
};
