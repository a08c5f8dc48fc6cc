import type { uploads as en } from "@/lib/i18n/messages/en/uploads";
import type { SameKeys } from "@/lib/i18n/words";

export const uploads: SameKeys<typeof en> = {
  oneAtATime: "Un fichier à la fois. Pour en envoyer plusieurs, mettez-les d’abord dans une archive.",
  orChooseSeveral: "Un ou plusieurs, jusqu’à {size}",
  orChooseOne: "Jusqu’à {size}",
  emptyFile: "« {name} » est vide, ou est un dossier. Choisissez un fichier qui contient quelque chose.",
  tooLarge: "« {name} » fait {size}. Ce serveur accepte les fichiers jusqu’à {limit}. Rien n’a été envoyé.",
  uploadingName: "Envoi de {name}",
  sentOf: "{sent} sur {size}",
  stoppedNoServer: "L’envoi s’est arrêté : le serveur est injoignable.",
  goOn: "Continuer",
  pause: "Pause",
  remove: "Retirer",
  pauseName: "Mettre en pause l’envoi de {name}",
  goOnName: "Continuer l’envoi de {name}",
  removeName: "Retirer {name}",
  cancelName: "Annuler l’envoi de {name}",
  checking: "vérification…",
  starting: "démarrage…",
  step_queued: "attend son tour",
  step_paused: "en pause",
  step_interrupted: "interrompu",
  step_failed: "arrêté",
  step_done: "envoyé",
  spokenUploading: "Envoi de {name}.",
  spokenPercent: "{percent} pour cent de {name} envoyés.",
  spokenState: "{name} : {state}.",
  wait_upload_scanning: "L’antivirus examine votre fichier. La suite se fait d’elle-même dès qu’il a terminé.",
  wait_scanner_down:
    "Votre fichier attend l’antivirus de ce serveur, qui ne répond pas en ce moment. Il est conservé, et la suite se fera d’elle-même. Vous pouvez aussi revenir plus tard et appuyer de nouveau sur le bouton.",
};
