import type { troubles as en } from "@/lib/i18n/messages/en/troubles";
import type { SameKeys } from "@/lib/i18n/words";

export const troubles: SameKeys<typeof en> = {
  waiting_offline: "pas de connexion, nouvel essai…",
  waiting_stalled: "rien ne passe, nouvel essai…",
  waiting_proxy: "un proxy a répondu à la place du serveur, nouvel essai…",
  waiting_asked: "attente demandée, nouvel essai dans {seconds} s…",
  still_reading: "votre appareil récupère encore le fichier…",
  still_sending: "rien ne passe pour l’instant…",
  still_answer: "en attente de la réponse du serveur…",
  smallParts:
    "Un proxy entre vous et ce serveur n’accepte que de petits morceaux : l’envoi peut prendre plus de temps. Son exploitant peut porter à 100 Mo la taille maximale des requêtes.",
  file_gone: "Ce fichier n’est plus à sa place sur votre appareil.",
  file_gone_how:
    "Il a été déplacé, renommé ou supprimé, ou son disque a été retiré. Choisissez-le de nouveau : ce qui est déjà envoyé est conservé.",
  file_unreadable: "Votre navigateur ne peut plus lire ce fichier.",
  file_unreadable_how:
    "Il a changé depuis que vous l’avez choisi, le navigateur n’a pas le droit de le lire, ou c’est un dossier. Choisissez-le de nouveau : s’il est inchangé, ce qui est déjà envoyé est conservé.",
  chooseAgain: "Choisir de nouveau le fichier",
  quotaSignIn: "Se connecter et continuer",
  quotaRemove: "Ou retirez de cette page les envois inutiles : ce fichier continue alors de lui-même.",
  quotaUntil: "Sinon, il y aura de nouveau de la place le {date}.",
  viewStill: "Rien n’arrive depuis un moment. La connexion est peut-être lente ou interrompue.",
  viewAgain: "Charger de nouveau",
};
