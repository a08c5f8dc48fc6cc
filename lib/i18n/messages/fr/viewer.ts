import type { viewer as en } from "@/lib/i18n/messages/en/viewer";
import type { SameKeys } from "@/lib/i18n/words";

export const viewer: SameKeys<typeof en> = {
  region: "Le fichier, ouvert ici",
  loading: "Ouverture du fichier…",
  cannotShow: "Ce navigateur ne sait pas afficher ce fichier. Téléchargez-le plutôt.",
  lost: "La connexion a été coupée pendant la lecture du fichier. Rien n’est perdu : réessayez, ou téléchargez-le.",
  downloadIt: "Le télécharger",
  cannotPlay:
    "Ce navigateur ne sait pas lire {what}, que ce fichier contient. Téléchargez-le et ouvrez-le dans une application qui le peut.",
  noPicture: "Ce navigateur lit le son de cette vidéo, mais pas l’image. Téléchargez la vidéo pour la regarder.",
  noPictureOf:
    "Ce navigateur lit le son de cette vidéo, mais pas l’image ({what}). Téléchargez la vidéo et ouvrez-la dans une application qui le peut.",
  noSound: "Ce navigateur lit l’image de cette vidéo, mais pas le son. Téléchargez la vidéo pour l’entendre.",
  noSoundOf:
    "Ce navigateur lit l’image de cette vidéo, mais pas le son ({what}). Téléchargez la vidéo et ouvrez-la dans une application qui le peut.",
  pictureDamaged:
    "Cette image est peut-être endommagée : ce navigateur ne peut pas la lire en entier. Téléchargez le fichier pour voir ce qu’en montrent d’autres applications.",
  encoding: "Encodage du texte",
  encodingDetected: "Détecté : {name}",
  encodingWrong:
    "Certains caractères (�) n’existent pas dans cet encodage. Choisissez-en un autre, ou téléchargez le fichier.",
  encoding_unicode: "Unicode",
  encoding_western: "Europe de l’Ouest",
  encoding_central: "Europe centrale",
  encoding_cyrillic: "Cyrillique",
  encoding_greek: "Grec",
  encoding_turkish: "Turc",
  encoding_hebrew: "Hébreu",
  encoding_arabic: "Arabe",
  encoding_baltic: "Balte",
  encoding_vietnamese: "Vietnamien",
  encoding_thai: "Thaï",
  encoding_chinese: "Chinois",
  encoding_japanese: "Japonais",
  encoding_korean: "Coréen",
  onlyStart: "Seul le début est affiché : {shown} sur {size}. Téléchargez pour tout avoir.",
  pdfPages: "Pages de {name}",
  pdfPage: "Page {number} sur {count}",
  pdfZoomIn: "Agrandir",
  pdfZoomOut: "Réduire",
  pdfZoom: "{percent} %",
  pdfPageBroken: "Cette page ne peut pas être affichée. Téléchargez le fichier pour la voir.",
  pdfPageBlank:
    "Rien n’a pu être dessiné de cette page. Elle est peut-être vide : téléchargez le fichier pour le savoir.",
  pdfPagePartial: "Des images manquent sur cette page. Téléchargez le fichier pour les voir.",
  pdfLargePicture:
    "Les images de plus de 67 millions de pixels ne sont pas dessinées ici. Téléchargez le fichier pour les voir.",
  pdfForm:
    "Ce PDF contient un formulaire d’un type qui ne s’affiche pas ici. Téléchargez-le et ouvrez-le dans un lecteur de PDF.",
  pdfFiles:
    "Ce PDF est un porte-documents, dont les fichiers ne s’affichent pas ici. Téléchargez-le et ouvrez-le dans un lecteur de PDF.",
  pdfOnlyStart: "Seules les {shown} premières pages sur {count} sont affichées. Téléchargez pour tout avoir.",
  pdfPassword: "Ce PDF demande un mot de passe. Téléchargez-le et ouvrez-le dans un lecteur de PDF.",
  pdfBroken: "Ce PDF est endommagé, ou cette page ne sait pas l’afficher. Téléchargez-le plutôt.",
  tryAgain: "Réessayer",
};
