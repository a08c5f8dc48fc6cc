import type { answers as en } from "@/lib/i18n/messages/en/answers";
import type { SameKeys } from "@/lib/i18n/words";

export const answers: SameKeys<typeof en> = {
  proxy_too_large: "Un proxy placé devant ce serveur refuse une requête de cette taille (HTTP {status}).",
  proxy_too_large_how: "Son exploitant peut porter à 100 Mo la taille maximale des requêtes du proxy.",
  proxy_headers: "Un proxy placé devant ce serveur refuse les en-têtes de cette requête (HTTP {status}).",
  proxy_headers_how: "Son exploitant peut porter à 16 Ko la taille maximale des en-têtes du proxy.",
  proxy_too_many: "Un proxy placé devant ce serveur vous demande de patienter (HTTP {status}).",
  proxy_too_many_how:
    "Réessayez dans un instant. Si cela se répète, l’exploitant peut relever la limite de requêtes du proxy.",
  proxy_down: "Le proxy placé devant ce serveur n’en reçoit aucune réponse utilisable (HTTP {status}).",
  proxy_down_how: "Réessayez dans un instant. Si cela se répète, l’exploitant doit vérifier le serveur et son proxy.",
  proxy_slow: "Le proxy placé devant ce serveur a cessé de l’attendre (HTTP {status}).",
  proxy_slow_how: "Réessayez dans un instant. L’exploitant peut porter à 300 secondes le délai du proxy.",
  proxy_refused: "Un pare-feu ou un proxy placé devant ce serveur a refusé la requête (HTTP {status}).",
  proxy_refused_how:
    "Essayez depuis un autre réseau ou sans VPN. L’exploitant peut autoriser ces requêtes dans le pare-feu.",
  proxy_sign_in: "Un proxy entre vous et ce serveur demande un mot de passe (HTTP {status}).",
  proxy_sign_in_how: "Identifiez-vous auprès de ce proxy ou essayez depuis un autre réseau.",
  proxy_changed: "Un proxy entre vous et ce serveur a retiré une partie de la requête ou de la réponse.",
  proxy_changed_how: "Essayez depuis un autre réseau. L’exploitant peut faire transmettre tous les en-têtes.",
  proxy_other: "Quelque chose entre vous et ce serveur a répondu à sa place (HTTP {status}).",
  proxy_other_how:
    "Réessayez, ou essayez depuis un autre réseau. Si cela se répète, indiquez ce numéro à l’exploitant.",
  network_sign_in: "Votre réseau a répondu à la place de ce serveur. Il attend peut-être que vous vous identifiiez.",
  network_sign_in_how: "Ouvrez un site quelconque dans un nouvel onglet, identifiez-vous, puis réessayez.",
  nothing_charged: "Rien n’a été débité.",
};
