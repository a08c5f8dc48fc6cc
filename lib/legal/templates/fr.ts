import "server-only";
import type { Templates } from "@/lib/legal/schema";

export const fr: Templates = {
  imprint: `[[name of the person or company that runs this shop]]

[[street and number]]
[[postcode and town]]
[[country]]

Courriel : [[e-mail address]]

[[register and number, tax number, supervisory authority, or delete this line]]

Hébergeur : [[your hosting provider and its country]]
`,
  terms: `## Cette boutique

Cette boutique est exploitée par [[name of the person or company that runs this shop]]. Elle utilise Filekiosk : des vendeurs y
mettent des fichiers en vente, et les acheteurs les paient directement, de portefeuille à portefeuille. Nous ne sommes pas
partie à la vente, nous ne détenons jamais l’argent et nous n’en prélevons rien.

## Pour les vendeurs

- Vous ne vendez que ce que vous avez le droit de vendre, et vous le décrivez fidèlement.
- Vous ne vendez rien d’illégal en [[country whose law applies]] ou dans votre propre pays, ni logiciel malveillant, ni données
  personnelles d’autrui.
- Vous répondez à vos acheteurs et respectez les conditions de remboursement que vous leur avez montrées.
- Les impôts et taxes sur vos ventes vous incombent.
- Vous gardez les clés de votre portefeuille. Nous ne pouvons pas récupérer l’argent envoyé à une mauvaise adresse.

## Pour les acheteurs

- Vous achetez au vendeur, nommé sur la page du fichier avec ses conditions de remboursement.
- Vous payez exactement le montant affiché. Vous pouvez télécharger jusqu’à la date affichée avant le paiement.
- En cas de problème avec un fichier, écrivez au vendeur depuis sa page.

## Ce que nous pouvons faire

Nous pouvons arrêter la vente d’un fichier, ou le fermer, s’il enfreint la loi ou ces conditions. Nous donnons nos raisons, et
vous pouvez les contester en écrivant à [[e-mail address]].

## Responsabilité

[[what you are liable for under your law, or delete this section]]

## Droit applicable

[[country whose law applies]]. Conditions du [[date]].
`,
  privacy: `## Responsable

[[name of the person or company that runs this shop]], [[e-mail address]].

## Ce que nous conservons, pourquoi et combien de temps

| quoi | pourquoi | durée |
| --- | --- | --- |
| adresses de portefeuilles, paiements, remboursements, reçus | remettre les fichiers aux acheteurs ; comptabilité | [[years of your law]] ans |
| ce que les vendeurs écrivent : nom, contact, titres, descriptions | le montrer aux acheteurs | jusqu’à modification ou effacement par le vendeur |
| messages des acheteurs aux vendeurs, avec l’adresse de réponse | permettre au vendeur de répondre | [[days of KEEP_COMPLAINTS]] jours après leur traitement |
| adresses e-mail où vendeurs et acheteurs sont prévenus, s’ils le souhaitent | les prévenir des ventes, des nouvelles versions et des remboursements | jusqu’à effacement ou modification |
| une empreinte chiffrée de chacune, et si son titulaire s’est désabonné | n’écrire à personne contre son gré | tant que la boutique existe |
| paiements échoués | dire aux acheteurs ce qui s’est passé | 30 jours |
| adresses réseau dans les journaux | trouver les pannes et les attaques | [[days that you keep logs]] jours |

La base est le contrat (article 6(1)(b) du RGPD), l’obligation comptable (6(1)(c)) et notre intérêt à une boutique sûre
(6(1)(f)).

Les paiements sont inscrits par leurs réseaux dans des chaînes de blocs publiques. Personne ne peut les y effacer.

## Qui les reçoit

Le vendeur voit l’adresse du portefeuille qui a payé et les messages qui lui sont adressés. Pour régler les paiements, nous
interrogeons des nœuds des réseaux : [[names of your node providers and your facilitator]]. Le serveur est chez
[[your hosting provider and its country]].

## Cookies

Seulement ce dont la boutique a besoin : votre connexion, votre langue et la clé de ce que vous avez acheté. Ni publicité, ni
statistiques de tiers.

## Vos droits

Vous pouvez consulter, corriger, emporter et effacer vos données. Les vendeurs le font dans Réglages, les acheteurs dans Mes
achats. Vous pouvez aussi nous écrire, et saisir une autorité de contrôle : [[name of the authority]].
`,
};
