<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>BatchDialog</name>
    <message>
        <source>Render many films</source>
        <translation>Viele Filme rendern</translation>
    </message>
    <message>
        <source>Films</source>
        <translation>Filme</translation>
    </message>
    <message>
        <source>Space leaves the selected film out, or takes it along.</source>
        <translation>Die Leertaste lässt den gewählten Film aus oder nimmt ihn wieder auf.</translation>
    </message>
    <message>
        <source>Drop films or folders here, or use the buttons above.</source>
        <translation>Filme oder Ordner hierher ziehen oder die Knöpfe oben benutzen.</translation>
    </message>
    <message>
        <source>Add &amp;films…</source>
        <translation>&amp;Filme hinzufügen…</translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>With its s&amp;ubfolders</source>
        <translation>Mit &amp;Unterordnern</translation>
    </message>
    <message>
        <source>Also list the films in all folders below.</source>
        <translation>Auch die Filme in allen Ordnern darunter auflisten.</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>Take all films off the list</source>
        <translation>Alle Filme aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Beside each film</source>
        <translation>Neben jedem Film</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>{name} is the film&apos;s name, {suffix} the ending, {preset} the preset.</source>
        <translation>{name} ist der Name des Films, {suffix} die Endung, {preset} die Vorlage.</translation>
    </message>
    <message>
        <source>&amp;Replace files that exist (otherwise they are skipped)</source>
        <translation>&amp;Vorhandene Dateien ersetzen (sonst werden sie übersprungen)</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>Vorla&amp;ge</translation>
    </message>
    <message>
        <source>&amp;Target folder</source>
        <translation>&amp;Zielordner</translation>
    </message>
    <message>
        <source>&amp;Names</source>
        <translation>&amp;Namen</translation>
    </message>
    <message>
        <source>&amp;Add 1 render to queue</source>
        <translation>1 Auftrag &amp;einreihen</translation>
    </message>
    <message>
        <source>&amp;Add {count} renders to queue</source>
        <translation>{count} Aufträge &amp;einreihen</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>Add films</source>
        <translation>Filme hinzufügen</translation>
    </message>
    <message>
        <source>Films ({kinds})</source>
        <translation>Filme ({kinds})</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Target folder</source>
        <translation>Zielordner</translation>
    </message>
</context>
<context>
    <name>BatchModel</name>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Wird zu</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
</context>
<context>
    <name>ColorBox</name>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Choose a colour (Ctrl+K)</source>
        <translation>Eine Farbe wählen (Strg+K)</translation>
    </message>
    <message>
        <source>a*: red above 0, green below</source>
        <translation>a*: über 0 rot, darunter grün</translation>
    </message>
    <message>
        <source>b*: yellow above 0, blue below</source>
        <translation>b*: über 0 gelb, darunter blau</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <source>Radius in per cent of the picture&apos;s short side (keys: comma, full stop)</source>
        <translation>Radius in Prozent der kurzen Bildseite (Tasten: Komma, Punkt)</translation>
    </message>
    <message>
        <source>What a region does</source>
        <translation>Was ein Bereich tut</translation>
    </message>
    <message>
        <source>no colour</source>
        <translation>keine Farbe</translation>
    </message>
    <message>
        <source>the brush&apos;s colour</source>
        <translation>die Pinselfarbe</translation>
    </message>
    <message>
        <source>protection</source>
        <translation>Schutz</translation>
    </message>
    <message>
        <source>What becomes of a region that is drawn: no colour, one colour, or protection from hints and references</source>
        <translation>Was aus einem gezeichneten Bereich wird: keine Farbe, eine Farbe oder Schutz vor Hinweisen und Referenzen</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Sichern…</translation>
    </message>
    <message>
        <source>Keep this colour under a name (Ctrl+Shift+K)</source>
        <translation>Diese Farbe unter einem Namen merken (Strg+Umschalt+K)</translation>
    </message>
    <message>
        <source>The brush&apos;s colour</source>
        <translation>Die Pinselfarbe</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>A region gets</source>
        <translation>Ein Bereich bekommt</translation>
    </message>
    <message>
        <source>The brush&apos;s colour: {0}</source>
        <translation>Die Pinselfarbe: {0}</translation>
    </message>
</context>
<context>
    <name>Command</name>
    <message>
        <source>Another process of vidcolor could not be started.</source>
        <translation>Ein weiterer Prozess von vidcolor ließ sich nicht starten.</translation>
    </message>
    <message>
        <source>Install vidcolor again.</source>
        <translation>Installieren Sie vidcolor neu.</translation>
    </message>
    <message>
        <source>The command failed.</source>
        <translation>Der Befehl ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>The details tell more.</source>
        <translation>Die Einzelheiten sagen mehr.</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Type a part of what you want to do</source>
        <translation>Geben Sie einen Teil dessen ein, was Sie tun möchten</translation>
    </message>
    <message>
        <source>Part of a command&apos;s name</source>
        <translation>Teil eines Befehlsnamens</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
</context>
<context>
    <name>CurveBoard</name>
    <message>
        <source>Part of the loss</source>
        <translation>Teil des Verlusts</translation>
    </message>
    <message>
        <source>Measure on held-out photos</source>
        <translation>Maß auf zurückgehaltenen Fotos</translation>
    </message>
    <message>
        <source>Smoothing of the losses</source>
        <translation>Glättung der Verluste</translation>
    </message>
    <message>
        <source>How much of the past each value of a loss holds</source>
        <translation>Wie viel Vergangenheit jeder Wert eines Verlusts enthält</translation>
    </message>
    <message>
        <source>Nothing has been told so far.</source>
        <translation>Bisher wurde nichts gemeldet.</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Discriminator: share of right verdicts</source>
        <translation>Diskriminator: Anteil richtiger Urteile</translation>
    </message>
    <message>
        <source>Held-out photos</source>
        <translation>Zurückgehaltene Fotos</translation>
    </message>
    <message>
        <source>Not looked at so far.</source>
        <translation>Bisher nicht angesehen.</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <source>Left grey</source>
        <translation>Grau gelassen</translation>
    </message>
    <message>
        <source>{0}, grey</source>
        <translation>{0}, grau</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>{title}, step {step}</source>
        <translation>{title}, Schritt {step}</translation>
    </message>
</context>
<context>
    <name>DataBox</name>
    <message>
        <source>1. Pictures to learn from</source>
        <translation>1. Bilder, aus denen gelernt wird</translation>
    </message>
    <message>
        <source>Photos, films and shards</source>
        <translation>Fotos, Filme und Archive</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add films or shards…</source>
        <translation>Filme oder Archive hinzufügen…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>Statistik</translation>
    </message>
    <message>
        <source>Colours, sizes and grey pictures of the data</source>
        <translation>Farben, Größen und graue Bilder der Daten</translation>
    </message>
    <message>
        <source>Drop folders of photos, films and tar shards here. Your own colour films do.</source>
        <translation>Ziehen Sie Ordner mit Fotos, Filme und tar-Archive hierher. Ihre eigenen Farbfilme genügen.</translation>
    </message>
    <message>
        <source>Statistics of the data</source>
        <translation>Statistik der Daten</translation>
    </message>
    <message>
        <source>Add a folder of pictures</source>
        <translation>Einen Ordner mit Bildern hinzufügen</translation>
    </message>
    <message>
        <source>Add films or shards</source>
        <translation>Filme oder Archive hinzufügen</translation>
    </message>
    <message>
        <source>Looking through the pictures …</source>
        <translation>Die Bilder werden durchgesehen …</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Opening {0} …</source>
        <translation>{0} wird geöffnet …</translation>
    </message>
    <message>
        <source>Open a film, or drop one here.</source>
        <translation>Einen Film öffnen oder hierher ziehen.</translation>
    </message>
    <message>
        <source>vidcolor colours on the processor of this machine: expect about {0} frames a second of Full HD. Colour &gt; Models measures it, Help &gt; Doctor tells more.</source>
        <translation>vidcolor koloriert auf dem Prozessor dieses Rechners: Rechnen Sie mit etwa {0} Bildern pro Sekunde bei Full HD. Farbe &gt; Modelle misst es, Hilfe &gt; Diagnose sagt mehr.</translation>
    </message>
    <message>
        <source>The coloured frame was saved as {0}.</source>
        <translation>Das kolorierte Einzelbild wurde als {0} gespeichert.</translation>
    </message>
    <message>
        <source>Shot {0}</source>
        <translation>Einstellung {0}</translation>
    </message>
    <message>
        <source>The look was copied.</source>
        <translation>Der Look wurde kopiert.</translation>
    </message>
    <message>
        <source>This shot</source>
        <translation>Diese Einstellung</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>About vidcolor</source>
        <translation>Über vidcolor</translation>
    </message>
    <message>
        <source>About this film</source>
        <translation>Informationen zum Film</translation>
    </message>
    <message>
        <source>Trainings are running</source>
        <translation>Trainings laufen</translation>
    </message>
    <message>
        <source>Shall they go on without the window: {0}?
No stops them with a checkpoint from which they can go on later.</source>
        <translation>Sollen sie ohne das Fenster weiterlaufen: {0}?
Nein hält sie mit einem Zwischenstand an, von dem aus sie später weiterlaufen können.</translation>
    </message>
    <message>
        <source>Your film is coloured with {0} now.</source>
        <translation>Ihr Film wird jetzt mit {0} koloriert.</translation>
    </message>
    <message>
        <source>{0} is one of your models now. Open your film, then choose it in Colour &gt; Models.</source>
        <translation>{0} gehört jetzt zu Ihren Modellen. Öffnen Sie Ihren Film und wählen Sie es unter Farbe &gt; Modelle.</translation>
    </message>
    <message>
        <source>Change the film&apos;s settings</source>
        <translation>Vorgaben des Films ändern</translation>
    </message>
</context>
<context>
    <name>DoctorDialog</name>
    <message>
        <source>Doctor</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Examining this machine …</source>
        <translation>Dieser Rechner wird untersucht …</translation>
    </message>
    <message>
        <source>Report on this machine</source>
        <translation>Bericht über diesen Rechner</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Nothing is wrong with this installation.</source>
        <translation>Mit dieser Installation ist alles in Ordnung.</translation>
    </message>
    <message>
        <source>Something is wrong; the report says what.</source>
        <translation>Etwas stimmt nicht; der Bericht sagt, was.</translation>
    </message>
</context>
<context>
    <name>EncodingPanel</name>
    <message>
        <source>Codec</source>
        <translation>Codec</translation>
    </message>
    <message>
        <source>How the pictures are packed.</source>
        <translation>Wie die Bilder gepackt werden.</translation>
    </message>
    <message>
        <source>Bit depth</source>
        <translation>Bittiefe</translation>
    </message>
    <message>
        <source>Steps of grey: 8 bits are 256, 10 bits are 1024.</source>
        <translation>Graustufen: 8 Bit sind 256, 10 Bit sind 1024.</translation>
    </message>
    <message>
        <source>Chroma</source>
        <translation>Farbauflösung</translation>
    </message>
    <message>
        <source>How finely colour is kept; the light is always kept full.</source>
        <translation>Wie fein die Farbe gespeichert wird; die Helligkeit bleibt immer voll erhalten.</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Halbbilder</translation>
    </message>
    <message>
        <source>Interlaced film holds two moments in each frame.</source>
        <translation>Film im Zeilensprung enthält in jedem Einzelbild zwei Momente.</translation>
    </message>
    <message>
        <source>Encoder speed</source>
        <translation>Encoder-Tempo</translation>
    </message>
    <message>
        <source>A slower encoder makes a smaller file.</source>
        <translation>Ein langsamerer Encoder macht eine kleinere Datei.</translation>
    </message>
    <message>
        <source>Use the graphics card&apos;s encoder</source>
        <translation>Encoder der Grafikkarte verwenden</translation>
    </message>
    <message>
        <source>Faster; the files are larger at the same quality.</source>
        <translation>Schneller; die Dateien sind bei gleicher Qualität größer.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Constant quality: to the left smaller files, to the right better pictures.</source>
        <translation>Gleichbleibende Qualität: links kleinere Dateien, rechts bessere Bilder.</translation>
    </message>
    <message>
        <source>One for each core</source>
        <translation>Einer je Kern</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Threads of the encoder.</source>
        <translation>Threads des Encoders.</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>kleiner</translation>
    </message>
    <message>
        <source>better</source>
        <translation>besser</translation>
    </message>
    <message>
        <source>As the preset says ({value})</source>
        <translation>Wie in der Vorlage ({value})</translation>
    </message>
    <message>
        <source>No choice</source>
        <translation>Keine Wahl</translation>
    </message>
    <message>
        <source>Not interlaced</source>
        <translation>Kein Zeilensprung</translation>
    </message>
    <message>
        <source>Keep both fields</source>
        <translation>Beide Halbbilder behalten</translation>
    </message>
    <message>
        <source>Merge into frames</source>
        <translation>Zu Vollbildern vereinen</translation>
    </message>
    <message>
        <source>fixed</source>
        <translation>fest</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export {film}</source>
        <translation>{film} exportieren</translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation>Was fehlt</translation>
    </message>
    <message>
        <source>&amp;Render now</source>
        <translation>Sofort &amp;rendern</translation>
    </message>
    <message>
        <source>Render before all that waits in the queue (Alt+R)</source>
        <translation>Vor allem rendern, was in der Warteschlange steht (Alt+R)</translation>
    </message>
    <message>
        <source>Add to &amp;queue</source>
        <translation>In die &amp;Warteschlange</translation>
    </message>
    <message>
        <source>Render when all that waits is done (Alt+Q)</source>
        <translation>Rendern, wenn alles Wartende fertig ist (Alt+W)</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Part of the film</source>
        <translation>Teil des Films</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Tracks beside the pictures</source>
        <translation>Spuren neben dem Bild</translation>
    </message>
    <message>
        <source>What it takes</source>
        <translation>Aufwand</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Codec, depth, quality, encoder</source>
        <translation>Codec, Bittiefe, Qualität, Encoder</translation>
    </message>
</context>
<context>
    <name>ExportRange</name>
    <message>
        <source>&amp;Whole film</source>
        <translation>&amp;Ganzer Film</translation>
    </message>
    <message>
        <source>From &amp;in to out</source>
        <translation>Von &amp;In bis Out</translation>
    </message>
    <message>
        <source>This &amp;shot</source>
        <translation>Diese &amp;Einstellung</translation>
    </message>
    <message>
        <source>The part of the film to render.</source>
        <translation>Der Teil des Films, der gerendert wird.</translation>
    </message>
    <message>
        <source>1 frame</source>
        <translation>1 Einzelbild</translation>
    </message>
    <message>
        <source>{n} frames</source>
        <translation>{n} Einzelbilder</translation>
    </message>
</context>
<context>
    <name>ExportTarget</name>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>The file to write.</source>
        <translation>Die Datei, die geschrieben wird.</translation>
    </message>
    <message>
        <source>&amp;Browse…</source>
        <translation>&amp;Durchsuchen…</translation>
    </message>
    <message>
        <source>Choose the place of the file (Alt+B)</source>
        <translation>Den Ort der Datei wählen (Alt+D)</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>The kind of file; it decides what the file can hold.</source>
        <translation>Die Art der Datei; sie entscheidet, was die Datei enthalten kann.</translation>
    </message>
    <message>
        <source>Replace it</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Tick “Replace it”, or choose another name.</source>
        <translation>Haken Sie „Ersetzen“ an oder wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Name the file to write.</source>
        <translation>Nennen Sie die Datei, die geschrieben werden soll.</translation>
    </message>
    <message>
        <source>This is the film itself. Choose another name.</source>
        <translation>Das ist der Film selbst. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is no folder {folder}.</source>
        <translation>Den Ordner {folder} gibt es nicht.</translation>
    </message>
    <message>
        <source>The name must end with {endings}.</source>
        <translation>Der Name muss auf {endings} enden.</translation>
    </message>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>D&amp;atei</translation>
    </message>
    <message>
        <source>&amp;Container</source>
        <translation>&amp;Container</translation>
    </message>
    <message>
        <source>This folder exists; pictures of the same names will be replaced.</source>
        <translation>Diesen Ordner gibt es schon; Bilder gleichen Namens werden ersetzt.</translation>
    </message>
    <message>
        <source>This file exists and will be replaced.</source>
        <translation>Diese Datei gibt es schon; sie wird ersetzt.</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>Exportieren nach</translation>
    </message>
    <message>
        <source>Export to folder</source>
        <translation>In Ordner exportieren</translation>
    </message>
</context>
<context>
    <name>ExportTrials</name>
    <message>
        <source>&amp;Estimate</source>
        <translation>&amp;Schätzen</translation>
    </message>
    <message>
        <source>Render a few frames to see how it goes (Alt+E)</source>
        <translation>Einige Einzelbilder zur Probe rendern (Alt+S)</translation>
    </message>
    <message>
        <source>&amp;Test encoder</source>
        <translation>Encoder &amp;testen</translation>
    </message>
    <message>
        <source>Try whether the encoder takes these settings (Alt+T)</source>
        <translation>Prüfen, ob der Encoder diese Angaben annimmt (Alt+T)</translation>
    </message>
    <message>
        <source>Size and time</source>
        <translation>Größe und Dauer</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>Encoder</translation>
    </message>
    <message>
        <source>Free disk space</source>
        <translation>Freier Speicherplatz</translation>
    </message>
    <message>
        <source>Progress of the estimate</source>
        <translation>Fortschritt der Schätzung</translation>
    </message>
    <message>
        <source>The settings have changed; estimate again.</source>
        <translation>Die Angaben haben sich geändert; bitte neu schätzen.</translation>
    </message>
    <message>
        <source>Trying {frames_total} frames… {frames} of {frames_total}</source>
        <translation>{frames_total} Bilder werden probiert … {frames} von {frames_total}</translation>
    </message>
    <message>
        <source>About {size}, about {duration}</source>
        <translation>Etwa {size}, etwa {duration}</translation>
    </message>
    <message>
        <source>{encoder} works with these settings.</source>
        <translation>{encoder} arbeitet mit diesen Angaben.</translation>
    </message>
    <message>
        <source>Rendering a few frames…</source>
        <translation>Einige Einzelbilder werden gerendert…</translation>
    </message>
    <message>
        <source>Stop &amp;estimating</source>
        <translation>&amp;Schätzung beenden</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>⚠ Only {free} are free on this disk, which is less than the film may need. Choose another folder or a smaller preset.</source>
        <translation>⚠ Auf diesem Laufwerk sind nur {free} frei, weniger als der Film brauchen kann. Wählen Sie einen anderen Ordner oder eine kleinere Vorlage.</translation>
    </message>
    <message>
        <source>Free on this disk: {free}.</source>
        <translation>Frei auf diesem Laufwerk: {free}.</translation>
    </message>
</context>
<context>
    <name>FetchDialog</name>
    <message>
        <source>Fetch a model</source>
        <translation>Ein Modell holen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>What the model is, and its licence</source>
        <translation>Was das Modell ist, und seine Lizenz</translation>
    </message>
    <message>
        <source>I &amp;accept this licence</source>
        <translation>Ich nehme diese Lizenz &amp;an</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>&amp;Fetch</source>
        <translation>&amp;Holen</translation>
    </message>
    <message>
        <source>All models that can be fetched are here.</source>
        <translation>Alle Modelle, die geholt werden können, sind da.</translation>
    </message>
    <message>
        <source>Asking the server …</source>
        <translation>Der Server wird gefragt …</translation>
    </message>
</context>
<context>
    <name>FileField</name>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Browse: {0}</source>
        <translation>Durchsuchen: {0}</translation>
    </message>
</context>
<context>
    <name>FilmControl</name>
    <message>
        <source>Open film or project</source>
        <translation>Film oder Projekt öffnen</translation>
    </message>
    <message>
        <source>Open folder of frames</source>
        <translation>Ordner mit Einzelbildern öffnen</translation>
    </message>
    <message>
        <source>a project without a name</source>
        <translation>ein Projekt ohne Namen</translation>
    </message>
    <message>
        <source>Recover unsaved work</source>
        <translation>Ungespeicherte Arbeit wiederherstellen</translation>
    </message>
    <message>
        <source>vidcolor ended without closing. There is unsaved work on {0}. Open it again?</source>
        <translation>vidcolor wurde unerwartet beendet. Es gibt ungespeicherte Arbeit: {0}. Wieder öffnen?</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Projekt speichern</translation>
    </message>
    <message>
        <source>Projects (*{0})</source>
        <translation>Projekte (*{0})</translation>
    </message>
    <message>
        <source>Save coloured frame as picture</source>
        <translation>Koloriertes Einzelbild speichern</translation>
    </message>
    <message>
        <source>Pictures (*.png *.tif *.tiff *.jpg *.jpeg)</source>
        <translation>Bilder (*.png *.tif *.tiff *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>The project has changes that were not saved. Save them?</source>
        <translation>Das Projekt enthält Änderungen, die nicht gespeichert sind. Jetzt speichern?</translation>
    </message>
    <message>
        <source>The project could not be read whole: {0}</source>
        <translation>Das Projekt konnte nicht vollständig gelesen werden: {0}</translation>
    </message>
    <message>
        <source>{0} is not where the project says. Choose where it is now.</source>
        <translation>{0} liegt nicht dort, wo das Projekt es sucht. Wählen Sie den heutigen Ort.</translation>
    </message>
    <message>
        <source>Where is {0}?</source>
        <translation>Wo liegt {0}?</translation>
    </message>
</context>
<context>
    <name>FilmSettingsDialog</name>
    <message>
        <source>Settings of the film</source>
        <translation>Vorgaben für den Film</translation>
    </message>
    <message>
        <source>The first four are the look of every shot that has none of its own.
After a change of the others the film is coloured anew.</source>
        <translation>Die ersten vier sind der Look jeder Einstellung, die keinen eigenen hat.
Ändern sich die anderen, wird der Film neu koloriert.</translation>
    </message>
</context>
<context>
    <name>GuideControl</name>
    <message>
        <source>Set a hint</source>
        <translation>Hinweis setzen</translation>
    </message>
    <message>
        <source>Set a hint for no colour</source>
        <translation>Hinweis „keine Farbe“ setzen</translation>
    </message>
    <message>
        <source>Draw a region</source>
        <translation>Bereich zeichnen</translation>
    </message>
    <message>
        <source>Give a mark another colour</source>
        <translation>Einer Markierung eine andere Farbe geben</translation>
    </message>
    <message>
        <source>Take a mark away</source>
        <translation>Markierung wegnehmen</translation>
    </message>
    <message>
        <source>No frame was taken as reference yet: go to a frame whose colours you like and choose Colour &gt; Take this frame as reference.</source>
        <translation>Noch wurde kein Bild als Referenz genommen: Gehen Sie zu einem Bild, dessen Farben Ihnen gefallen, und wählen Sie Farbe &gt; Dieses Bild als Referenz nehmen.</translation>
    </message>
    <message>
        <source>Use a picture as reference</source>
        <translation>Ein Bild als Referenz verwenden</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Change the reference&apos;s strength</source>
        <translation>Stärke der Referenz ändern</translation>
    </message>
    <message>
        <source>Set a reference</source>
        <translation>Referenz setzen</translation>
    </message>
    <message>
        <source>Take the reference away</source>
        <translation>Referenz wegnehmen</translation>
    </message>
    <message>
        <source>Choose a variant</source>
        <translation>Variante wählen</translation>
    </message>
    <message>
        <source>Saved colour</source>
        <translation>Gesicherte Farbe</translation>
    </message>
    <message>
        <source>Name of the colour:</source>
        <translation>Name der Farbe:</translation>
    </message>
    <message>
        <source>There is a saved colour called {0} already.</source>
        <translation>Es gibt schon eine gesicherte Farbe namens {0}.</translation>
    </message>
    <message>
        <source>Save a colour</source>
        <translation>Farbe sichern</translation>
    </message>
    <message>
        <source>Rename a saved colour</source>
        <translation>Gesicherte Farbe umbenennen</translation>
    </message>
    <message>
        <source>Delete a saved colour</source>
        <translation>Gesicherte Farbe löschen</translation>
    </message>
</context>
<context>
    <name>GuideDesk</name>
    <message>
        <source>There is no mark here.</source>
        <translation>Hier ist keine Markierung.</translation>
    </message>
    <message>
        <source>Frame {0} is kept as reference; use it in another shot.</source>
        <translation>Bild {0} ist als Referenz gemerkt; verwenden Sie es in einer anderen Einstellung.</translation>
    </message>
</context>
<context>
    <name>LookPanel</name>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>Vibrance</source>
        <translation>Dynamik</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>Wärme</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>Tönung</translation>
    </message>
    <message>
        <source>1 keeps the model&apos;s colour, 0 is grey</source>
        <translation>1 behält die Farbe des Modells, 0 ist grau</translation>
    </message>
    <message>
        <source>Strengthens pale colours more than strong ones</source>
        <translation>Verstärkt blasse Farben mehr als kräftige</translation>
    </message>
    <message>
        <source>Towards amber, or towards blue below 0</source>
        <translation>Zu Bernstein hin, unter 0 zu Blau</translation>
    </message>
    <message>
        <source>Towards magenta, or towards green below 0</source>
        <translation>Zu Magenta hin, unter 0 zu Grün</translation>
    </message>
    <message>
        <source>Leave as it is</source>
        <translation>Unverändert lassen</translation>
    </message>
    <message>
        <source>For titles, and for shots that have colours of their own already</source>
        <translation>Für Titel und für Einstellungen, die schon eigene Farben haben</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy this look</source>
        <translation>Diesen Look kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Give this shot the copied look</source>
        <translation>Dieser Einstellung den kopierten Look geben</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Let this shot look as the film does</source>
        <translation>Diese Einstellung so aussehen lassen wie den Film</translation>
    </message>
    <message>
        <source>Use for the film</source>
        <translation>Für den ganzen Film</translation>
    </message>
    <message>
        <source>Make this the look of every shot that has none of its own</source>
        <translation>Zum Look jeder Einstellung machen, die keinen eigenen hat</translation>
    </message>
    <message>
        <source>No film is open.</source>
        <translation>Kein Film ist geöffnet.</translation>
    </message>
    <message>
        <source>{0} has a look of its own.</source>
        <translation>{0} hat einen eigenen Look.</translation>
    </message>
    <message>
        <source>{0} looks as the film does.</source>
        <translation>{0} hat den Look des Films.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Renders</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>Saving frame {0} …</source>
        <translation>Bild {0} wird gespeichert …</translation>
    </message>
    <message>
        <source>The film&apos;s frames are still being counted.</source>
        <translation>Die Einzelbilder des Films werden noch gezählt.</translation>
    </message>
</context>
<context>
    <name>MarkBox</name>
    <message>
        <source>In this shot</source>
        <translation>In dieser Einstellung</translation>
    </message>
    <message>
        <source>Nothing is asked for in this shot.</source>
        <translation>In dieser Einstellung ist nichts verlangt.</translation>
    </message>
    <message>
        <source>Marks of this shot</source>
        <translation>Markierungen dieser Einstellung</translation>
    </message>
    <message>
        <source>Double click or Enter goes there, Delete takes it away</source>
        <translation>Doppelklick oder Eingabe geht dorthin, Entf nimmt sie weg</translation>
    </message>
    <message>
        <source>Go there</source>
        <translation>Dorthin</translation>
    </message>
    <message>
        <source>Recolour</source>
        <translation>Umfärben</translation>
    </message>
    <message>
        <source>Give it the brush&apos;s colour</source>
        <translation>Ihr die Pinselfarbe geben</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>no colour</source>
        <translation>keine Farbe</translation>
    </message>
    <message>
        <source>Hint: {0}</source>
        <translation>Hinweis: {0}</translation>
    </message>
    <message>
        <source>Stroke: {0}</source>
        <translation>Strich: {0}</translation>
    </message>
    <message>
        <source>protected</source>
        <translation>geschützt</translation>
    </message>
    <message>
        <source>Region: {0}</source>
        <translation>Bereich: {0}</translation>
    </message>
    <message>
        <source>frame {0}</source>
        <translation>Bild {0}</translation>
    </message>
    <message>
        <source>Reference: {0}</source>
        <translation>Referenz: {0}</translation>
    </message>
    <message>
        <source>Variant {0}</source>
        <translation>Variante {0}</translation>
    </message>
    <message>
        <source>{0} · frame {1}</source>
        <translation>{0} · Bild {1}</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Die Meldung schließen</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Einzelheiten verbergen</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>What the model can, how it was made, its licence</source>
        <translation>Was das Modell kann, wie es entstand, seine Lizenz</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>&amp;Gerät</translation>
    </message>
    <message>
        <source>&amp;Measure the speed here</source>
        <translation>Tempo hier &amp;messen</translation>
    </message>
    <message>
        <source>Colours a made film of 720p for some seconds</source>
        <translation>Koloriert einige Sekunden eines künstlichen Films in 720p</translation>
    </message>
    <message>
        <source>Speed on this machine: not measured yet</source>
        <translation>Tempo auf diesem Rechner: noch nicht gemessen</translation>
    </message>
    <message>
        <source>&amp;Fetch…</source>
        <translation>&amp;Holen…</translation>
    </message>
    <message>
        <source>Download a model that others have published</source>
        <translation>Ein Modell herunterladen, das andere veröffentlicht haben</translation>
    </message>
    <message>
        <source>&amp;Add file…</source>
        <translation>D&amp;atei hinzufügen…</translation>
    </message>
    <message>
        <source>Take over a checkpoint: your own training, or a download</source>
        <translation>Ein gespeichertes Modell übernehmen: aus eigenem Training oder heruntergeladen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Delete a model that was fetched or added</source>
        <translation>Ein geholtes oder hinzugefügtes Modell löschen</translation>
    </message>
    <message>
        <source>&amp;Use this model</source>
        <translation>Dieses Modell &amp;verwenden</translation>
    </message>
    <message>
        <source>Asking for the models …</source>
        <translation>Die Modelle werden abgefragt …</translation>
    </message>
    <message>
        <source>{0} MB</source>
        <translation>{0} MB</translation>
    </message>
    <message>
        <source>a recipe, not trained yet</source>
        <translation>ein Rezept, noch nicht trainiert</translation>
    </message>
    <message>
        <source>its weights are missing</source>
        <translation>seine Gewichte fehlen</translation>
    </message>
    <message>
        <source>Measuring, some ten seconds …</source>
        <translation>Messung läuft, etwa zehn Sekunden …</translation>
    </message>
    <message>
        <source>About {0} frames a second at 720p, encoding included</source>
        <translation>Etwa {0} Bilder pro Sekunde bei 720p, samt Encoder</translation>
    </message>
    <message>
        <source>Add a model</source>
        <translation>Ein Modell hinzufügen</translation>
    </message>
    <message>
        <source>Reading the file …</source>
        <translation>Die Datei wird gelesen …</translation>
    </message>
    <message>
        <source>Remove a model</source>
        <translation>Ein Modell entfernen</translation>
    </message>
    <message>
        <source>{0} is deleted. Films coloured with it stay as they are. Remove?</source>
        <translation>{0} wird gelöscht. Damit gefärbte Filme bleiben, wie sie sind. Entfernen?</translation>
    </message>
    <message>
        <source>Removing …</source>
        <translation>Wird entfernt …</translation>
    </message>
    <message>
        <source>{0} was added, a {1}</source>
        <translation>{0} wurde hinzugefügt, ein {1}</translation>
    </message>
    <message>
        <source>{0} was removed</source>
        <translation>{0} wurde entfernt</translation>
    </message>
</context>
<context>
    <name>PairModel</name>
    <message>
        <source>Pair</source>
        <translation>Paar</translation>
    </message>
    <message>
        <source>Real</source>
        <translation>Echt</translation>
    </message>
    <message>
        <source>Coloured</source>
        <translation>Koloriert</translation>
    </message>
    <message>
        <source>Fooled</source>
        <translation>Getäuscht</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
</context>
<context>
    <name>ParticipantModel</name>
    <message>
        <source>Participant</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Fooled</source>
        <translation>Getäuscht</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>Median time</source>
        <translation>Zeit im Median</translation>
    </message>
    <message>
        <source>After the time limit</source>
        <translation>Nach der Zeitgrenze</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} von {1}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
</context>
<context>
    <name>Playback</name>
    <message>
        <source>The player stopped unexpectedly.</source>
        <translation>Die Wiedergabe wurde unerwartet beendet.</translation>
    </message>
    <message>
        <source>Press play to start it again.</source>
        <translation>Starten Sie die Wiedergabe noch einmal.</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Programmeinstellungen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Device for new projects</source>
        <translation>Gerät für neue Projekte</translation>
    </message>
    <message>
        <source>Preset for new projects</source>
        <translation>Vorlage für neue Projekte</translation>
    </message>
    <message>
        <source>Colour ahead</source>
        <translation>Vorauskolorieren</translation>
    </message>
    <message>
        <source>Paint with OpenGL</source>
        <translation>Mit OpenGL zeichnen</translation>
    </message>
    <message>
        <source>Automatic copy, seconds</source>
        <translation>Sicherungskopie alle … Sekunden</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Language and OpenGL take effect at the next start.</source>
        <translation>Sprache und OpenGL gelten ab dem nächsten Start.</translation>
    </message>
</context>
<context>
    <name>QueueDock</name>
    <message>
        <source>No renders yet. Choose Render &gt; Export…</source>
        <translation>Noch keine Aufträge. Wählen Sie Rendern &gt; Exportieren…</translation>
    </message>
    <message>
        <source>All renders</source>
        <translation>Alle Aufträge</translation>
    </message>
    <message>
        <source>Written to {target}.</source>
        <translation>Geschrieben nach {target}.</translation>
    </message>
    <message>
        <source>Renders</source>
        <translation>Aufträge</translation>
    </message>
</context>
<context>
    <name>RecipeBox</name>
    <message>
        <source>2. Recipe</source>
        <translation>2. Rezept</translation>
    </message>
    <message>
        <source>Recipes</source>
        <translation>Rezepte</translation>
    </message>
    <message>
        <source>What the recipe is</source>
        <translation>Was das Rezept ist</translation>
    </message>
</context>
<context>
    <name>RecipeDiagram</name>
    <message>
        <source>The recipe as a picture</source>
        <translation>Das Rezept als Bild</translation>
    </message>
    <message>
        <source>encoder: {0}</source>
        <translation>Encoder: {0}</translation>
    </message>
    <message>
        <source>no pre-trained encoder</source>
        <translation>kein vortrainierter Encoder</translation>
    </message>
    <message>
        <source>unchanged parts: {0}</source>
        <translation>unveränderte Teile: {0}</translation>
    </message>
    <message>
        <source>Grey picture</source>
        <translation>Graues Bild</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>Discriminator</source>
        <translation>Diskriminator</translation>
    </message>
    <message>
        <source>rates × {0}</source>
        <translation>Raten × {0}</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Abschnitte</translation>
    </message>
</context>
<context>
    <name>ReferenceBox</name>
    <message>
        <source>Reference</source>
        <translation>Referenz</translation>
    </message>
    <message>
        <source>A click takes the colour of this place for the brush</source>
        <translation>Ein Klick nimmt die Farbe dieser Stelle für den Pinsel</translation>
    </message>
    <message>
        <source>The reference</source>
        <translation>Die Referenz</translation>
    </message>
    <message>
        <source>Strength of the reference</source>
        <translation>Stärke der Referenz</translation>
    </message>
    <message>
        <source>Take it away</source>
        <translation>Wegnehmen</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Picture…</source>
        <translation>Bild…</translation>
    </message>
    <message>
        <source>Take this frame</source>
        <translation>Dieses Bild nehmen</translation>
    </message>
    <message>
        <source>Use that frame</source>
        <translation>Jenes Bild verwenden</translation>
    </message>
    <message>
        <source>This shot follows no reference.</source>
        <translation>Diese Einstellung folgt keiner Referenz.</translation>
    </message>
    <message>
        <source>This shot takes the colours of frame {0}.</source>
        <translation>Diese Einstellung nimmt die Farben von Bild {0}.</translation>
    </message>
    <message>
        <source>This shot takes the colours of {0}.</source>
        <translation>Diese Einstellung nimmt die Farben von {0}.</translation>
    </message>
    <message>
        <source>Frame {0} is kept as reference.</source>
        <translation>Bild {0} ist als Referenz gemerkt.</translation>
    </message>
</context>
<context>
    <name>RenderControl</name>
    <message>
        <source>Renders are running</source>
        <translation>Es wird noch gerendert</translation>
    </message>
    <message>
        <source>Renders are running or waiting. Closing the window ends them; what is finished of a film is kept, and the same export goes on with it. Close it?</source>
        <translation>Es wird noch gerendert, oder es warten Filme darauf. Wird das Fenster geschlossen, endet das; was von einem Film fertig ist, bleibt erhalten, und derselbe Export macht damit weiter. Schließen?</translation>
    </message>
    <message>
        <source>Change the export settings</source>
        <translation>Exportvorgaben ändern</translation>
    </message>
    <message>
        <source>{0} is done: {1} frames.</source>
        <translation>{0} ist fertig: {1} Einzelbilder.</translation>
    </message>
    <message>
        <source>See its note.</source>
        <translation>Siehe die Anmerkung dazu.</translation>
    </message>
    <message>
        <source>See its {0} notes.</source>
        <translation>Siehe die {0} Anmerkungen dazu.</translation>
    </message>
</context>
<context>
    <name>RunUses</name>
    <message>
        <source>Making the model {0} …</source>
        <translation>Das Modell {0} wird gemacht …</translation>
    </message>
    <message>
        <source>Writing the report …</source>
        <translation>Der Bericht wird geschrieben …</translation>
    </message>
    <message>
        <source>{0} is one of your models now.</source>
        <translation>{0} gehört jetzt zu Ihren Modellen.</translation>
    </message>
    <message>
        <source>The report lies in {0}.</source>
        <translation>Der Bericht liegt in {0}.</translation>
    </message>
</context>
<context>
    <name>SavedColorBox</name>
    <message>
        <source>Saved colours</source>
        <translation>Gesicherte Farben</translation>
    </message>
    <message>
        <source>None yet. Save keeps the brush&apos;s colour under a name.</source>
        <translation>Noch keine. „Sichern“ merkt die Pinselfarbe unter einem Namen.</translation>
    </message>
    <message>
        <source>A click or Enter takes the colour, Delete forgets it</source>
        <translation>Ein Klick oder Eingabe nimmt die Farbe, Entf vergisst sie</translation>
    </message>
    <message>
        <source>Set it there</source>
        <translation>Dort setzen</translation>
    </message>
    <message>
        <source>Set a hint at the pin, where this colour seems to be</source>
        <translation>Einen Hinweis an der Nadel setzen, wo diese Farbe zu sein scheint</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>{0}: seems to be here</source>
        <translation>{0}: scheint hier zu sein</translation>
    </message>
</context>
<context>
    <name>ScopePlot</name>
    <message>
        <source>No picture yet</source>
        <translation>Noch kein Bild</translation>
    </message>
    <message>
        <source>Skin</source>
        <translation>Haut</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>Vectorscope</source>
        <translation>Vektorskop</translation>
    </message>
    <message>
        <source>Hue as direction, saturation as distance from the middle.</source>
        <translation>Farbton als Richtung, Sättigung als Abstand von der Mitte.</translation>
    </message>
    <message>
        <source>Vectorscope, 2× as large</source>
        <translation>Vektorskop, 2-fach vergrößert</translation>
    </message>
    <message>
        <source>The middle of the vectorscope, where pale colours lie.</source>
        <translation>Die Mitte des Vektorskops, wo blasse Farben liegen.</translation>
    </message>
    <message>
        <source>Waveform</source>
        <translation>Wellenform</translation>
    </message>
    <message>
        <source>Brightness from bottom to top, for each column of the picture.</source>
        <translation>Helligkeit von unten nach oben, für jede Spalte des Bildes.</translation>
    </message>
    <message>
        <source>RGB parade</source>
        <translation>RGB-Parade</translation>
    </message>
    <message>
        <source>Red, green and blue as three waveforms.</source>
        <translation>Rot, Grün und Blau als drei Wellenformen.</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>How often each level of red, green, blue and brightness occurs.</source>
        <translation>Wie oft jede Stufe von Rot, Grün, Blau und Helligkeit vorkommt.</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Messart</translation>
    </message>
    <message>
        <source>What is measured in the picture</source>
        <translation>Was im Bild gemessen wird</translation>
    </message>
    <message>
        <source>Scope of the picture</source>
        <translation>Messung des Bildes</translation>
    </message>
</context>
<context>
    <name>SettingsBox</name>
    <message>
        <source>4. Settings</source>
        <translation>4. Vorgaben</translation>
    </message>
    <message>
        <source>All settings</source>
        <translation>Alle Vorgaben</translation>
    </message>
    <message>
        <source>Steps between checkpoints</source>
        <translation>Schritte zwischen Zwischenständen</translation>
    </message>
    <message>
        <source>Averaging of weights</source>
        <translation>Mittelung der Gewichte</translation>
    </message>
    <message>
        <source>Largest gradient</source>
        <translation>Größter Gradient</translation>
    </message>
    <message>
        <source>the paper&apos;s epochs</source>
        <translation>die Epochen der Arbeit</translation>
    </message>
    <message>
        <source>by the steps</source>
        <translation>nach den Schritten</translation>
    </message>
    <message>
        <source>an epoch</source>
        <translation>eine Epoche</translation>
    </message>
    <message>
        <source>all cores</source>
        <translation>alle Kerne</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
</context>
<context>
    <name>ShareChart</name>
    <message>
        <source>Comparison</source>
        <translation>Vergleich</translation>
    </message>
</context>
<context>
    <name>SheetView</name>
    <message>
        <source>Step of the samples</source>
        <translation>Schritt der Proben</translation>
    </message>
    <message>
        <source>The same held-out photos each time; from above: grey, coloured, true</source>
        <translation>Jedes Mal dieselben zurückgehaltenen Fotos; von oben: grau, koloriert, wahr</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>No samples were made so far.</source>
        <translation>Bisher wurden keine Proben gemacht.</translation>
    </message>
    <message>
        <source>step {0}</source>
        <translation>Schritt {0}</translation>
    </message>
</context>
<context>
    <name>ShotControl</name>
    <message>
        <source>Cut at frame {0}</source>
        <translation>Schnitt bei Bild {0}</translation>
    </message>
    <message>
        <source>Remove the cut at frame {0}</source>
        <translation>Schnitt bei Bild {0} entfernen</translation>
    </message>
    <message>
        <source>Move the cut at frame {0}</source>
        <translation>Schnitt bei Bild {0} verschieben</translation>
    </message>
    <message>
        <source>The cuts of this film are still being searched.</source>
        <translation>Die Schnitte dieses Films werden noch gesucht.</translation>
    </message>
    <message>
        <source>Wait until the timeline shows them.</source>
        <translation>Warten Sie, bis die Zeitleiste sie zeigt.</translation>
    </message>
    <message>
        <source>Change the look</source>
        <translation>Look ändern</translation>
    </message>
    <message>
        <source>Reset the look</source>
        <translation>Look zurücksetzen</translation>
    </message>
    <message>
        <source>No look was copied yet.</source>
        <translation>Es wurde noch kein Look kopiert.</translation>
    </message>
    <message>
        <source>Paste a look</source>
        <translation>Look einfügen</translation>
    </message>
    <message>
        <source>Colour this shot</source>
        <translation>Einstellung kolorieren</translation>
    </message>
    <message>
        <source>Leave this shot</source>
        <translation>Einstellung unverändert lassen</translation>
    </message>
    <message>
        <source>Change the film&apos;s look</source>
        <translation>Look des Films ändern</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Note on this shot:</source>
        <translation>Notiz zu dieser Einstellung:</translation>
    </message>
    <message>
        <source>Change a note</source>
        <translation>Notiz ändern</translation>
    </message>
    <message>
        <source>Change a shot&apos;s status</source>
        <translation>Status einer Einstellung ändern</translation>
    </message>
    <message>
        <source>Add a marker</source>
        <translation>Marker setzen</translation>
    </message>
    <message>
        <source>Remove a marker</source>
        <translation>Marker entfernen</translation>
    </message>
    <message>
        <source>Change in and out</source>
        <translation>In und Out ändern</translation>
    </message>
</context>
<context>
    <name>ShotModel</name>
    <message>
        <source>Shot</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Look</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Write a note (F2)</source>
        <translation>Eine Notiz schreiben (F2)</translation>
    </message>
    <message>
        <source>left as it is</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>own</source>
        <translation>eigener</translation>
    </message>
</context>
<context>
    <name>ShotTable</name>
    <message>
        <source>Shots</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Double click or Enter goes to a shot, F2 writes a note.</source>
        <translation>Doppelklick oder Enter springt zu einer Einstellung, F2 schreibt eine Notiz.</translation>
    </message>
    <message>
        <source>left as it is</source>
        <translation>unverändert</translation>
    </message>
</context>
<context>
    <name>SoundOutput</name>
    <message>
        <source>No sound: QtMultimedia is not there.</source>
        <translation>Kein Ton: QtMultimedia fehlt.</translation>
    </message>
    <message>
        <source>No sound: there is no audio device.</source>
        <translation>Kein Ton: Es gibt kein Audiogerät.</translation>
    </message>
    <message>
        <source>No sound: the audio device does not take 48 kHz stereo.</source>
        <translation>Kein Ton: Das Audiogerät nimmt kein Stereo mit 48 kHz an.</translation>
    </message>
</context>
<context>
    <name>Speaker</name>
    <message>
        <source>No sound: the audio device stopped.</source>
        <translation>Kein Ton: Das Audiogerät wurde angehalten.</translation>
    </message>
</context>
<context>
    <name>StartBox</name>
    <message>
        <source>3. Start from</source>
        <translation>3. Beginnen mit</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pth *.pt)</source>
        <translation>Gewichte (*.safetensors *.pth *.pt)</translation>
    </message>
    <message>
        <source>Start from</source>
        <translation>Beginnen mit</translation>
    </message>
    <message>
        <source>File with weights</source>
        <translation>Datei mit Gewichten</translation>
    </message>
    <message>
        <source>Network that compares pictures</source>
        <translation>Netz, das Bilder vergleicht</translation>
    </message>
    <message>
        <source>Its ImageNet weights</source>
        <translation>Seine ImageNet-Gewichte</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>Fresh weights</source>
        <translation>Frischen Gewichten</translation>
    </message>
    <message>
        <source>A pre-trained encoder ({0})</source>
        <translation>Einem vortrainierten Encoder ({0})</translation>
    </message>
    <message>
        <source>Fine-tune the model {0}</source>
        <translation>Das Modell {0} feinabstimmen</translation>
    </message>
    <message>
        <source>Weights from a file</source>
        <translation>Gewichten aus einer Datei</translation>
    </message>
    <message>
        <source>ImageNet weights of {0}</source>
        <translation>ImageNet-Gewichte von {0}</translation>
    </message>
    <message>
        <source>The weights that the training starts from are not chosen.</source>
        <translation>Die Gewichte, von denen das Training ausgehen soll, sind nicht gewählt.</translation>
    </message>
    <message>
        <source>Choose their file, or start from fresh weights.</source>
        <translation>Wählen Sie die Datei, oder beginnen Sie mit frischen Gewichten.</translation>
    </message>
</context>
<context>
    <name>StartPage</name>
    <message>
        <source>Colour a black-and-white film</source>
        <translation>Einen Schwarz-Weiß-Film kolorieren</translation>
    </message>
    <message>
        <source>Open a film, or drop one here.</source>
        <translation>Einen Film öffnen oder hierher ziehen.</translation>
    </message>
    <message>
        <source>You see each frame as the film holds it and in colour, with a divider between.
Correct what is wrong, then export: light and shade of the film stay as they are.
Films of every common kind, single pictures, folders of numbered frames.</source>
        <translation>Sie sehen jedes Einzelbild so, wie es im Film ist, und in Farbe, dazwischen eine Trennlinie.
Bessern Sie nach, was nicht stimmt, dann exportieren Sie: Licht und Schatten des Films bleiben, wie sie sind.
Filme aller gängigen Arten, einzelne Bilder, Ordner mit nummerierten Einzelbildern.</translation>
    </message>
    <message>
        <source>Opened last</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>What is odd about this film (Ctrl+I)</source>
        <translation>Was an diesem Film auffällt (Strg+I)</translation>
    </message>
    <message>
        <source>Model and device that colour the film</source>
        <translation>Modell und Gerät, die den Film kolorieren</translation>
    </message>
    <message>
        <source>1 note</source>
        <translation>1 Hinweis</translation>
    </message>
    <message>
        <source>{0} notes</source>
        <translation>{0} Hinweise</translation>
    </message>
    <message>
        <source>frame {0}  ·  {1}</source>
        <translation>Bild {0}  ·  {1}</translation>
    </message>
    <message>
        <source>fit, {0}</source>
        <translation>eingepasst, {0}</translation>
    </message>
    <message>
        <source>{0} on {1}</source>
        <translation>{0} auf {1}</translation>
    </message>
</context>
<context>
    <name>SuggestionBox</name>
    <message>
        <source>Likely here</source>
        <translation>Hier wahrscheinlich</translation>
    </message>
    <message>
        <source>Show where the model is unsure</source>
        <translation>Zeigen, wo das Modell unsicher ist</translation>
    </message>
    <message>
        <source>Click on the film with the hint brush, or hold it still over a place.</source>
        <translation>Klicken Sie mit dem Hinweispinsel auf den Film oder halten Sie ihn still über eine Stelle.</translation>
    </message>
    <message>
        <source>Asking the model …</source>
        <translation>Das Modell wird gefragt …</translation>
    </message>
    <message>
        <source>This model gives no distribution of colours.</source>
        <translation>Dieses Modell gibt keine Verteilung der Farben.</translation>
    </message>
    <message>
        <source>No colour is likelier than others here.</source>
        <translation>Hier ist keine Farbe wahrscheinlicher als andere.</translation>
    </message>
    <message>
        <source>{0}: take this colour; the hint that was just set here gets it</source>
        <translation>{0}: diese Farbe nehmen; der eben hier gesetzte Hinweis bekommt sie</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Cut at frame {0}</source>
        <translation>Schnitt bei Bild {0}</translation>
    </message>
    <message>
        <source>Coloured so far: {0} of the film</source>
        <translation>Bisher koloriert: {0} des Films</translation>
    </message>
    <message>
        <source>Marker at frame {0}</source>
        <translation>Marker bei Bild {0}</translation>
    </message>
    <message>
        <source>Add marker</source>
        <translation>Marker setzen</translation>
    </message>
    <message>
        <source>Begins with a dissolve, frames {0} to {1}</source>
        <translation>Beginnt mit einer Überblendung, Bilder {0} bis {1}</translation>
    </message>
    <message>
        <source>Begins with a fade</source>
        <translation>Beginnt mit einer Blende</translation>
    </message>
    <message>
        <source>Clear in and out</source>
        <translation>In und Out löschen</translation>
    </message>
    <message>
        <source>Copy look</source>
        <translation>Look kopieren</translation>
    </message>
    <message>
        <source>Cut here</source>
        <translation>Hier schneiden</translation>
    </message>
    <message>
        <source>Edit note…</source>
        <translation>Notiz bearbeiten…</translation>
    </message>
    <message>
        <source>Ends with a dissolve, frames {0} to {1}</source>
        <translation>Endet mit einer Überblendung, Bilder {0} bis {1}</translation>
    </message>
    <message>
        <source>Ends with a fade</source>
        <translation>Endet mit einer Blende</translation>
    </message>
    <message>
        <source>Frame {0}</source>
        <translation>Bild {0}</translation>
    </message>
    <message>
        <source>Frames {0} to {1} ({2})</source>
        <translation>Bild {0} bis {1} ({2})</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Has a look of its own</source>
        <translation>Hat einen eigenen Look</translation>
    </message>
    <message>
        <source>Is left as it is</source>
        <translation>Bleibt unverändert</translation>
    </message>
    <message>
        <source>Join with the shot before</source>
        <translation>Mit der Einstellung davor verbinden</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Paste look</source>
        <translation>Look einfügen</translation>
    </message>
    <message>
        <source>Remove marker</source>
        <translation>Marker entfernen</translation>
    </message>
    <message>
        <source>Remove this cut</source>
        <translation>Diesen Schnitt entfernen</translation>
    </message>
    <message>
        <source>Render this shot</source>
        <translation>Diese Einstellung rendern</translation>
    </message>
    <message>
        <source>Set in here</source>
        <translation>In-Punkt hier setzen</translation>
    </message>
    <message>
        <source>Set out here</source>
        <translation>Out-Punkt hier setzen</translation>
    </message>
    <message>
        <source>Shot {0}</source>
        <translation>Einstellung {0}</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Status: {0}</source>
        <translation>Status: {0}</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>Zu tun</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} bis {1}</translation>
    </message>
</context>
<context>
    <name>TimelineView</name>
    <message>
        <source>Scroll the timeline</source>
        <translation>Die Zeitleiste verschieben</translation>
    </message>
    <message>
        <source>Open a film</source>
        <translation>Öffnen Sie einen Film</translation>
    </message>
    <message>
        <source>Frame {0} of {1}</source>
        <translation>Bild {0} von {1}</translation>
    </message>
    <message>
        <source>{0}, shot {1} of {2}</source>
        <translation>{0}, Einstellung {1} von {2}</translation>
    </message>
    <message>
        <source>{0}, in a fade</source>
        <translation>{0}, in einer Blende</translation>
    </message>
    <message>
        <source>{0}, in a dissolve</source>
        <translation>{0}, in einer Überblendung</translation>
    </message>
    <message>
        <source>The shots are not known yet.</source>
        <translation>Die Einstellungen sind noch nicht bekannt.</translation>
    </message>
    <message>
        <source>Searching the shots: {0}</source>
        <translation>Einstellungen werden gesucht: {0}</translation>
    </message>
</context>
<context>
    <name>ToolStrip</name>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
</context>
<context>
    <name>TrackModel</name>
    <message>
        <source>Track</source>
        <translation>Spur</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>Was geschieht</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Subtitles</source>
        <translation>Untertitel</translation>
    </message>
    <message>
        <source>Attachment</source>
        <translation>Anhang</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>✓ Copied</source>
        <translation>✓ Kopiert</translation>
    </message>
    <message>
        <source>→ Converted to {codec}</source>
        <translation>→ Umgewandelt in {codec}</translation>
    </message>
    <message>
        <source>✓ Written anew</source>
        <translation>✓ Neu geschrieben</translation>
    </message>
    <message>
        <source>– Left out</source>
        <translation>– Ausgelassen</translation>
    </message>
</context>
<context>
    <name>TrackTable</name>
    <message>
        <source>Tracks beside the pictures</source>
        <translation>Spuren neben dem Bild</translation>
    </message>
    <message>
        <source>Space leaves the selected track out, or takes it along.</source>
        <translation>Die Leertaste lässt die gewählte Spur aus oder nimmt sie wieder auf.</translation>
    </message>
    <message>
        <source>The film has no tracks beside its pictures.</source>
        <translation>Der Film hat keine Spuren neben den Bildern.</translation>
    </message>
</context>
<context>
    <name>Trainers</name>
    <message>
        <source>Choose another folder for the run, with room on its disk.</source>
        <translation>Wählen Sie für den Lauf einen anderen Ordner, auf dessen Platte noch Platz ist.</translation>
    </message>
    <message>
        <source>The training could not be started: {0}.</source>
        <translation>Das Training konnte nicht gestartet werden: {0}.</translation>
    </message>
</context>
<context>
    <name>TrainingNewPage</name>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>Name des Laufs</translation>
    </message>
    <message>
        <source>Folder for the run</source>
        <translation>Ordner für den Lauf</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>&amp;Dry run</source>
        <translation>&amp;Probelauf</translation>
    </message>
    <message>
        <source>Tells what the training would do, and does nothing</source>
        <translation>Sagt, was das Training täte, und tut nichts</translation>
    </message>
    <message>
        <source>What the dry run tells</source>
        <translation>Was der Probelauf sagt</translation>
    </message>
    <message>
        <source>{0} cannot be a folder&apos;s name.</source>
        <translation>{0} kann nicht der Name eines Ordners sein.</translation>
    </message>
    <message>
        <source>Give the run another name.</source>
        <translation>Geben Sie dem Lauf einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is a folder called {0} already.</source>
        <translation>Es gibt schon einen Ordner namens {0}.</translation>
    </message>
    <message>
        <source>5. Run</source>
        <translation>5. Lauf</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Trying …</source>
        <translation>Es wird probiert …</translation>
    </message>
</context>
<context>
    <name>TrainingPlan</name>
    <message>
        <source>A training needs pictures.</source>
        <translation>Ein Training braucht Bilder.</translation>
    </message>
    <message>
        <source>Add folders of photos, films or shards.</source>
        <translation>Fügen Sie Ordner mit Fotos, Filme oder Archive hinzu.</translation>
    </message>
    <message>
        <source>Choose the network&apos;s weights.</source>
        <translation>Wählen Sie die Gewichte des Netzes.</translation>
    </message>
    <message>
        <source>{0} compares pictures by the features of a network.</source>
        <translation>{0} vergleicht Bilder nach den Merkmalen eines Netzes.</translation>
    </message>
</context>
<context>
    <name>TrainingRunPage</name>
    <message>
        <source>How far the run is</source>
        <translation>Wie weit der Lauf ist</translation>
    </message>
    <message>
        <source>Speed, memory, device and data</source>
        <translation>Tempo, Speicher, Gerät und Daten</translation>
    </message>
    <message>
        <source>Share of the steps that are done</source>
        <translation>Anteil der erledigten Schritte</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschehen ist</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Proben</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Pa&amp;use</source>
        <translation>Pa&amp;use</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Ends with a checkpoint; the run can go on from there</source>
        <translation>Endet mit einem Zwischenstand; von da aus kann der Lauf weitergehen</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weitertrainieren</translation>
    </message>
    <message>
        <source>Train on from the last checkpoint</source>
        <translation>Vom letzten Zwischenstand aus weitertrainieren</translation>
    </message>
    <message>
        <source>Checkpoint to use</source>
        <translation>Zwischenstand, der verwendet wird</translation>
    </message>
    <message>
        <source>Use on &amp;my film</source>
        <translation>Für &amp;meinen Film</translation>
    </message>
    <message>
        <source>Makes a model of the checkpoint and colours your film with it</source>
        <translation>Macht aus dem Zwischenstand ein Modell und koloriert damit Ihren Film</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>&amp;Report</source>
        <translation>&amp;Bericht</translation>
    </message>
    <message>
        <source>Curves, samples and figures of the selected runs as a page</source>
        <translation>Kurven, Proben und Zahlen der gewählten Läufe als Seite</translation>
    </message>
    <message>
        <source>step {step}: {what}</source>
        <translation>Schritt {step}: {what}</translation>
    </message>
    <message>
        <source>Best checkpoint</source>
        <translation>Bester Zwischenstand</translation>
    </message>
    <message>
        <source>Last checkpoint</source>
        <translation>Letzter Zwischenstand</translation>
    </message>
    <message>
        <source>Checkpoint of step {0}</source>
        <translation>Zwischenstand von Schritt {0}</translation>
    </message>
    <message>
        <source>Res&amp;ume</source>
        <translation>Pa&amp;use beenden</translation>
    </message>
</context>
<context>
    <name>TrainingWindow</name>
    <message>
        <source>Trainings – vidcolor</source>
        <translation>Trainings – vidcolor</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>Trainingsläufe</translation>
    </message>
    <message>
        <source>Select several to compare them</source>
        <translation>Wählen Sie mehrere, um sie zu vergleichen</translation>
    </message>
    <message>
        <source>&amp;New training</source>
        <translation>&amp;Neues Training</translation>
    </message>
    <message>
        <source>&amp;Open a run…</source>
        <translation>&amp;Lauf öffnen…</translation>
    </message>
    <message>
        <source>{0} holds no training run.</source>
        <translation>{0} enthält keinen Trainingslauf.</translation>
    </message>
    <message>
        <source>Choose the folder that was given for a run.</source>
        <translation>Wählen Sie den Ordner, der für einen Lauf angegeben wurde.</translation>
    </message>
    <message>
        <source>It can go on from its last checkpoint.</source>
        <translation>Es kann vom letzten Zwischenstand aus weitergehen.</translation>
    </message>
    <message>
        <source>The details tell more.</source>
        <translation>Die Details sagen mehr.</translation>
    </message>
    <message>
        <source>The training {name} ended: {why}</source>
        <translation>Das Training {name} ist zu Ende: {why}</translation>
    </message>
    <message>
        <source>Open a training run</source>
        <translation>Einen Trainingslauf öffnen</translation>
    </message>
    <message>
        <source>Folder of the pictures that the run learns from</source>
        <translation>Ordner der Bilder, aus denen der Lauf lernt</translation>
    </message>
</context>
<context>
    <name>TrainingWords</name>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Done early</source>
        <translation>Früher fertig</translation>
    </message>
    <message>
        <source>Epochs there</source>
        <translation>Epochen dort</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Feature loss by</source>
        <translation>Merkmalsverlust durch</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>Nicht begonnen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>Pause folgt</translation>
    </message>
    <message>
        <source>Printed figures, of other photos and another machine:</source>
        <translation>Gedruckte Zahlen, von anderen Fotos und einem anderen Rechner:</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Stand-ins</source>
        <translation>Ersatz</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Beginnt</translation>
    </message>
    <message>
        <source>Starts from</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>The paper leaves open; assumed here:</source>
        <translation>Die Arbeit lässt offen; hier angenommen:</translation>
    </message>
    <message>
        <source>Trained there on</source>
        <translation>Dort trainiert mit</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Trainiert</translation>
    </message>
    <message>
        <source>Whole loss</source>
        <translation>Ganzer Verlust</translation>
    </message>
    <message>
        <source>at most {0} of memory</source>
        <translation>höchstens {0} Speicher</translation>
    </message>
    <message>
        <source>both learn</source>
        <translation>beide lernen</translation>
    </message>
    <message>
        <source>discriminator right on made pictures in %</source>
        <translation>Diskriminator richtig bei gemachten Bildern in %</translation>
    </message>
    <message>
        <source>discriminator right on true pictures in %</source>
        <translation>Diskriminator richtig bei wahren Bildern in %</translation>
    </message>
    <message>
        <source>epoch {0}</source>
        <translation>Epoche {0}</translation>
    </message>
    <message>
        <source>from {0}</source>
        <translation>aus {0}</translation>
    </message>
    <message>
        <source>on made pictures</source>
        <translation>bei gemachten Bildern</translation>
    </message>
    <message>
        <source>on true pictures</source>
        <translation>bei wahren Bildern</translation>
    </message>
    <message>
        <source>people deceived in %</source>
        <translation>getäuschte Menschen in %</translation>
    </message>
    <message>
        <source>pictures/s</source>
        <translation>Bilder/s</translation>
    </message>
    <message>
        <source>stage {0} of {1}</source>
        <translation>Abschnitt {0} von {1}</translation>
    </message>
    <message>
        <source>stand-ins: {0}</source>
        <translation>Ersatz: {0}</translation>
    </message>
    <message>
        <source>step {step} of {steps}</source>
        <translation>Schritt {step} von {steps}</translation>
    </message>
    <message>
        <source>the discriminator learns alone</source>
        <translation>der Diskriminator lernt allein</translation>
    </message>
    <message>
        <source>the generator learns alone</source>
        <translation>der Generator lernt allein</translation>
    </message>
    <message>
        <source>{0} (as judged)</source>
        <translation>{0} (wie beurteilt)</translation>
    </message>
    <message>
        <source>{0} (coarse)</source>
        <translation>{0} (grob)</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>noch {0}</translation>
    </message>
    <message>
        <source>{0} photos, {1} held out</source>
        <translation>{0} Fotos, {1} zurückgehalten</translation>
    </message>
    <message>
        <source>{0} pictures/s</source>
        <translation>{0} Bilder/s</translation>
    </message>
    <message>
        <source>{0} trained</source>
        <translation>{0} trainiert</translation>
    </message>
    <message>
        <source>{0}, before the adversary</source>
        <translation>{0}, vor dem Gegner</translation>
    </message>
    <message>
        <source>ε-accuracy in %</source>
        <translation>ε-Genauigkeit in %</translation>
    </message>
</context>
<context>
    <name>Transport</name>
    <message>
        <source>Position in the film</source>
        <translation>Stelle im Film</translation>
    </message>
    <message>
        <source>Frame number</source>
        <translation>Bildnummer</translation>
    </message>
    <message>
        <source>Frame number: type one and press Enter</source>
        <translation>Bildnummer: eingeben und Enter drücken</translation>
    </message>
    <message>
        <source>Time code</source>
        <translation>Timecode</translation>
    </message>
    <message>
        <source>Time code of this frame</source>
        <translation>Timecode dieses Einzelbildes</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Speed of playing (J, K, L)</source>
        <translation>Tempo der Wiedergabe (J, K, L)</translation>
    </message>
    <message>
        <source>First frame (Home)</source>
        <translation>Erstes Einzelbild (Pos1)</translation>
    </message>
    <message>
        <source>Frame before (Left)</source>
        <translation>Vorheriges Einzelbild (Links)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>Next frame (Right)</source>
        <translation>Nächstes Einzelbild (Rechts)</translation>
    </message>
    <message>
        <source>Last frame (End)</source>
        <translation>Letztes Einzelbild (Ende)</translation>
    </message>
    <message>
        <source>Loop: play again and again (Ctrl+L)</source>
        <translation>Schleife: immer wieder abspielen (Strg+L)</translation>
    </message>
    <message>
        <source>of {0}</source>
        <translation>von {0}</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pause (Leertaste)</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>A render failed</source>
        <translation>Ein Auftrag ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>A render is done</source>
        <translation>Ein Auftrag ist fertig</translation>
    </message>
</context>
<context>
    <name>Trials</name>
    <message>
        <source>The trial stopped unexpectedly.</source>
        <translation>Die Probe wurde unerwartet beendet.</translation>
    </message>
    <message>
        <source>Try again, or choose other settings.</source>
        <translation>Versuchen Sie es noch einmal oder mit anderen Angaben.</translation>
    </message>
</context>
<context>
    <name>TuringDialog</name>
    <message>
        <source>Turing test</source>
        <translation>Turing-Test</translation>
    </message>
    <message>
        <source>{0} has taken part already.</source>
        <translation>{0} hat schon teilgenommen.</translation>
    </message>
    <message>
        <source>Choose another name; each person sees the pairs once.</source>
        <translation>Wählen Sie einen anderen Namen; jede Person sieht die Paare einmal.</translation>
    </message>
    <message>
        <source>Import answers</source>
        <translation>Antworten importieren</translation>
    </message>
    <message>
        <source>Answers added: {0}</source>
        <translation>Hinzugekommene Antworten: {0}</translation>
    </message>
    <message>
        <source>Save answers</source>
        <translation>Antworten speichern</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>Webseiten (*.html)</translation>
    </message>
    <message>
        <source>Save the test as a page</source>
        <translation>Test als Seite speichern</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>Written: {0}</source>
        <translation>Geschrieben: {0}</translation>
    </message>
</context>
<context>
    <name>TuringReady</name>
    <message>
        <source>may be made up, or stay empty</source>
        <translation>darf erfunden sein oder leer bleiben</translation>
    </message>
    <message>
        <source>&amp;Begin</source>
        <translation>&amp;Beginnen</translation>
    </message>
    <message>
        <source>Show the &amp;result</source>
        <translation>E&amp;rgebnis zeigen</translation>
    </message>
    <message>
        <source>&amp;Choose another test</source>
        <translation>Anderen Test &amp;wählen</translation>
    </message>
    <message>
        <source>Thank you!</source>
        <translation>Vielen Dank!</translation>
    </message>
    <message>
        <source>Which picture is the fake?</source>
        <translation>Welches Bild ist die Fälschung?</translation>
    </message>
    <message>
        <source>You will see {0} pairs of pictures. In each pair one picture is a colour photo; the other is the same photo, made black and white and coloured by a computer. Each time choose the one whose colours you take for the computer&apos;s. Guess where you are not sure.</source>
        <translation>Sie sehen {0} Bildpaare. In jedem Paar ist ein Bild ein Farbfoto; das andere ist dasselbe Foto, schwarz-weiß gemacht und von einem Computer koloriert. Wählen Sie jedes Mal das Bild, dessen Farben Sie für die des Computers halten. Raten Sie, wenn Sie nicht sicher sind.</translation>
    </message>
    <message>
        <source>The pictures of a pair vanish after {0} s. You can answer after that, too.</source>
        <translation>Die Bilder eines Paares verschwinden nach {0} s. Sie können auch danach noch antworten.</translation>
    </message>
    <message>
        <source>Participants so far: {0}</source>
        <translation>Teilnehmende bisher: {0}</translation>
    </message>
    <message>
        <source>Your &amp;name</source>
        <translation>Ihr &amp;Name</translation>
    </message>
</context>
<context>
    <name>TuringResults</name>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Participants</source>
        <translation>Teilnehmende</translation>
    </message>
    <message>
        <source>Ne&amp;xt participant</source>
        <translation>Nä&amp;chste Person</translation>
    </message>
    <message>
        <source>&amp;Import answers…</source>
        <translation>Antworten &amp;importieren…</translation>
    </message>
    <message>
        <source>CSV files that participants of the page have sent</source>
        <translation>CSV-Dateien, die Teilnehmende der Seite gesendet haben</translation>
    </message>
    <message>
        <source>Sa&amp;ve answers…</source>
        <translation>An&amp;tworten speichern…</translation>
    </message>
    <message>
        <source>Save as pa&amp;ge…</source>
        <translation>A&amp;ls Seite speichern…</translation>
    </message>
    <message>
        <source>One HTML file, for people who take part elsewhere</source>
        <translation>Eine HTML-Datei für Menschen, die anderswo teilnehmen</translation>
    </message>
    <message>
        <source>Fooled: {0}</source>
        <translation>Getäuscht: {0}</translation>
    </message>
    <message>
        <source>No answers yet</source>
        <translation>Noch keine Antworten</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} answers took the real picture for the fake.</source>
        <translation>{0}: {1} von {2} Antworten hielten das echte Bild für die Fälschung.</translation>
    </message>
    <message>
        <source>Participants: {0}, pairs: {1}.</source>
        <translation>Teilnehmende: {0}, Paare: {1}.</translation>
    </message>
    <message>
        <source>The interval of 95 % counts all answers as independent. The papers showed other photos to other people: side by side, never a ranking.</source>
        <translation>Das Intervall von 95 % zählt alle Antworten als unabhängig. Die Arbeiten zeigten anderen Menschen andere Fotos: nebeneinander, nie eine Rangfolge.</translation>
    </message>
    <message>
        <source>This test</source>
        <translation>Dieser Test</translation>
    </message>
    <message>
        <source>Chance</source>
        <translation>Zufall</translation>
    </message>
</context>
<context>
    <name>TuringSetup</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>After this the pictures vanish; the answer is still waited for</source>
        <translation>Danach verschwinden die Bilder; auf die Antwort wird weiter gewartet</translation>
    </message>
    <message>
        <source>Another number chooses other photos</source>
        <translation>Eine andere Zahl wählt andere Fotos</translation>
    </message>
    <message>
        <source>Ma&amp;ke the test</source>
        <translation>Test &amp;erstellen</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>Abbrec&amp;hen</translation>
    </message>
    <message>
        <source>Open a t&amp;est…</source>
        <translation>Test &amp;öffnen…</translation>
    </message>
    <message>
        <source>Pairs made</source>
        <translation>Erstellte Paare</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Photos</source>
        <translation>&amp;Fotos</translation>
    </message>
    <message>
        <source>Folder of colour photos</source>
        <translation>Ordner mit Farbfotos</translation>
    </message>
    <message>
        <source>P&amp;airs</source>
        <translation>&amp;Paare</translation>
    </message>
    <message>
        <source>&amp;Time limit</source>
        <translation>&amp;Zeitgrenze</translation>
    </message>
    <message>
        <source>&amp;Seed</source>
        <translation>&amp;Startzahl</translation>
    </message>
    <message>
        <source>Test&apos;s &amp;folder</source>
        <translation>Or&amp;dner des Tests</translation>
    </message>
    <message>
        <source>New or empty; for pictures and answers</source>
        <translation>Neu oder leer; für Bilder und Antworten</translation>
    </message>
    <message>
        <source>People see pairs of a photo and the same photo coloured by a model, and say which one is the fake. How often they are wrong tells how real the colours look: where nobody can tell, it is half of all answers. Take photos that the model has not learned from.</source>
        <translation>Menschen sehen Paare aus einem Foto und demselben Foto, von einem Modell koloriert, und sagen, welches die Fälschung ist. Wie oft sie irren, sagt, wie echt die Farben aussehen: Wo niemand es erkennt, sind es die Hälfte aller Antworten. Nehmen Sie Fotos, an denen das Modell nicht gelernt hat.</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Browse: {0}</source>
        <translation>Durchsuchen: {0}</translation>
    </message>
    <message>
        <source>A test needs photos and a folder of its own.</source>
        <translation>Ein Test braucht Fotos und einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>Choose both.</source>
        <translation>Wählen Sie beides.</translation>
    </message>
    <message>
        <source>Open the folder of a test</source>
        <translation>Ordner eines Tests öffnen</translation>
    </message>
</context>
<context>
    <name>TuringTrial</name>
    <message>
        <source>The left picture is the fake</source>
        <translation>Das linke Bild ist die Fälschung</translation>
    </message>
    <message>
        <source>The right picture is the fake</source>
        <translation>Das rechte Bild ist die Fälschung</translation>
    </message>
    <message>
        <source>Pairs answered</source>
        <translation>Beantwortete Paare</translation>
    </message>
    <message>
        <source>Stop &amp;here</source>
        <translation>Hier a&amp;ufhören</translation>
    </message>
    <message>
        <source>Ends this sitting; the answers given so far count</source>
        <translation>Beendet diesen Durchgang; die bisherigen Antworten zählen</translation>
    </message>
    <message>
        <source>← or 1: the left one      → or 2: the right one</source>
        <translation>← oder 1: das linke      → oder 2: das rechte</translation>
    </message>
    <message>
        <source>Which picture is the fake?</source>
        <translation>Welches Bild ist die Fälschung?</translation>
    </message>
    <message>
        <source>Pair {0} of {1}</source>
        <translation>Paar {0} von {1}</translation>
    </message>
    <message>
        <source>The pictures are gone. Which one was the fake?</source>
        <translation>Die Bilder sind weg. Welches war die Fälschung?</translation>
    </message>
</context>
<context>
    <name>UncaughtErrors</name>
    <message>
        <source>vidcolor met an error that it does not know: {0}.</source>
        <translation>vidcolor ist auf einen unbekannten Fehler gestoßen: {0}.</translation>
    </message>
    <message>
        <source>Your film is not touched. You can go on; if the window behaves strangely, close it and start it again. The details help whoever mends it.</source>
        <translation>Ihr Film ist unberührt. Sie können weiterarbeiten; verhält sich das Fenster seltsam, schließen Sie es und starten Sie es neu. Die Einzelheiten helfen, den Fehler zu beheben.</translation>
    </message>
</context>
<context>
    <name>VariantBox</name>
    <message>
        <source>Variant</source>
        <translation>Variante</translation>
    </message>
    <message>
        <source>Variant {0}</source>
        <translation>Variante {0}</translation>
    </message>
    <message>
        <source>Variant 0: the likeliest colouring</source>
        <translation>Variante 0: die wahrscheinlichste Färbung</translation>
    </message>
    <message>
        <source>Stop ({0} left)</source>
        <translation>Anhalten (noch {0})</translation>
    </message>
    <message>
        <source>Show the variants of this frame</source>
        <translation>Die Varianten dieses Bildes zeigen</translation>
    </message>
</context>
<context>
    <name>ViewControl</name>
    <message>
        <source>Snapshot {0}</source>
        <translation>Schnappschuss {0}</translation>
    </message>
    <message>
        <source>Reading frame {0} …</source>
        <translation>Bild {0} wird gelesen …</translation>
    </message>
    <message>
        <source>Colouring frame {0} …</source>
        <translation>Bild {0} wird koloriert …</translation>
    </message>
    <message>
        <source>Loading the model …</source>
        <translation>Das Modell wird geladen …</translation>
    </message>
    <message>
        <source>Draft of frame {0}; the exact colours follow …</source>
        <translation>Entwurf von Bild {0}; die genauen Farben folgen …</translation>
    </message>
    <message>
        <source>Frame {0}</source>
        <translation>Bild {0}</translation>
    </message>
</context>
<context>
    <name>Viewer</name>
    <message>
        <source>Film frame</source>
        <translation>Einzelbild des Films</translation>
    </message>
    <message>
        <source>Grey</source>
        <translation>Grau</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Wischblende</translation>
    </message>
    <message>
        <source>COLOURING …</source>
        <translation>WIRD KOLORIERT …</translation>
    </message>
    <message>
        <source>Colouring …</source>
        <translation>Wird koloriert …</translation>
    </message>
    <message>
        <source>DRAFT</source>
        <translation>ENTWURF</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>EXACT</source>
        <translation>EXAKT</translation>
    </message>
    <message>
        <source>FILM</source>
        <translation>FILM</translation>
    </message>
    <message>
        <source>FRAME {0} STANDS IN</source>
        <translation>BILD {0} VERTRITT</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>Frame {0} stands in</source>
        <translation>Bild {0} vertritt es</translation>
    </message>
    <message>
        <source>NOT COLOURED</source>
        <translation>NICHT KOLORIERT</translation>
    </message>
    <message>
        <source>No colour</source>
        <translation>Keine Farbe</translation>
    </message>
    <message>
        <source>PLAYING</source>
        <translation>WIEDERGABE</translation>
    </message>
    <message>
        <source>PLAYING, DRAFT</source>
        <translation>WIEDERGABE, ENTWURF</translation>
    </message>
    <message>
        <source>SNAPSHOT</source>
        <translation>SCHNAPPSCHUSS</translation>
    </message>
    <message>
        <source>This model does not tell where it is unsure.</source>
        <translation>Dieses Modell sagt nicht, wo es unsicher ist.</translation>
    </message>
    <message>
        <source>Unsure:</source>
        <translation>Unsicher:</translation>
    </message>
    <message>
        <source>a little</source>
        <translation>ein wenig</translation>
    </message>
    <message>
        <source>very</source>
        <translation>sehr</translation>
    </message>
    <message>
        <source>{0}: colouring …</source>
        <translation>{0}: wird koloriert …</translation>
    </message>
</context>
<context>
    <name>WindowActions</name>
    <message>
        <source>&amp;Training</source>
        <translation>&amp;Training</translation>
    </message>
    <message>
        <source>&amp;Trainings…</source>
        <translation>&amp;Trainings…</translation>
    </message>
    <message>
        <source>T&amp;uring test…</source>
        <translation>T&amp;uring-Test…</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Open film or project…</source>
        <translation>&amp;Film oder Projekt öffnen…</translation>
    </message>
    <message>
        <source>Open &amp;folder of frames…</source>
        <translation>&amp;Ordner mit Einzelbildern öffnen…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Open the &amp;demo clip</source>
        <translation>&amp;Demofilm öffnen</translation>
    </message>
    <message>
        <source>&amp;Save project</source>
        <translation>Projekt &amp;speichern</translation>
    </message>
    <message>
        <source>Save project &amp;as…</source>
        <translation>Projekt speichern &amp;unter…</translation>
    </message>
    <message>
        <source>&amp;Close film</source>
        <translation>Film s&amp;chließen</translation>
    </message>
    <message>
        <source>Save frame as &amp;picture…</source>
        <translation>Einzel&amp;bild speichern…</translation>
    </message>
    <message>
        <source>About this fil&amp;m</source>
        <translation>&amp;Informationen zum Film</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Cut here</source>
        <translation>&amp;Hier schneiden</translation>
    </message>
    <message>
        <source>Remove the cut before this s&amp;hot</source>
        <translation>Schnitt &amp;vor dieser Einstellung entfernen</translation>
    </message>
    <message>
        <source>Add or remove &amp;marker</source>
        <translation>&amp;Marker setzen oder entfernen</translation>
    </message>
    <message>
        <source>&amp;Note on this shot…</source>
        <translation>&amp;Notiz zu dieser Einstellung…</translation>
    </message>
    <message>
        <source>Copy &amp;picture to the clipboard</source>
        <translation>&amp;Bild in die Zwischenablage kopieren</translation>
    </message>
    <message>
        <source>Pr&amp;eferences…</source>
        <translation>&amp;Programmeinstellungen…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Grey</source>
        <translation>&amp;Grau</translation>
    </message>
    <message>
        <source>&amp;Colour</source>
        <translation>&amp;Farbe</translation>
    </message>
    <message>
        <source>&amp;Side by side</source>
        <translation>&amp;Nebeneinander</translation>
    </message>
    <message>
        <source>&amp;Wipe</source>
        <translation>&amp;Wischblende</translation>
    </message>
    <message>
        <source>Flic&amp;ker: see the other (or hold B)</source>
        <translation>Blin&amp;kvergleich (oder B halten)</translation>
    </message>
    <message>
        <source>&amp;Keep these settings as a snapshot</source>
        <translation>Diesen Stand als &amp;Schnappschuss merken</translation>
    </message>
    <message>
        <source>Compare &amp;with</source>
        <translation>&amp;Vergleichen mit</translation>
    </message>
    <message>
        <source>Move divider &amp;left</source>
        <translation>Trennlinie nach &amp;links</translation>
    </message>
    <message>
        <source>Move divider &amp;right</source>
        <translation>Trennlinie nach &amp;rechts</translation>
    </message>
    <message>
        <source>Wipe up and do&amp;wn</source>
        <translation>Wischblende &amp;oben und unten</translation>
    </message>
    <message>
        <source>&amp;Fit to window</source>
        <translation>In das Fenster &amp;einpassen</translation>
    </message>
    <message>
        <source>&amp;100 %</source>
        <translation>&amp;100 %</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>H&amp;ineinzoomen</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>Heraus&amp;zoomen</translation>
    </message>
    <message>
        <source>See more to the left</source>
        <translation>Ausschnitt nach links</translation>
    </message>
    <message>
        <source>See more to the right</source>
        <translation>Ausschnitt nach rechts</translation>
    </message>
    <message>
        <source>See more above</source>
        <translation>Ausschnitt nach oben</translation>
    </message>
    <message>
        <source>See more below</source>
        <translation>Ausschnitt nach unten</translation>
    </message>
    <message>
        <source>Line of in&amp;formation</source>
        <translation>Infor&amp;mationszeile</translation>
    </message>
    <message>
        <source>Timeline: zoom in</source>
        <translation>Zeitleiste: hineinzoomen</translation>
    </message>
    <message>
        <source>Timeline: zoom out</source>
        <translation>Zeitleiste: herauszoomen</translation>
    </message>
    <message>
        <source>Timeline: whole film</source>
        <translation>Zeitleiste: ganzer Film</translation>
    </message>
    <message>
        <source>Timeline: this shot</source>
        <translation>Zeitleiste: diese Einstellung</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Bedienfelder</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>Vollbil&amp;d</translation>
    </message>
    <message>
        <source>Lig&amp;ht colours</source>
        <translation>&amp;Helle Farben</translation>
    </message>
    <message>
        <source>&amp;Playback</source>
        <translation>&amp;Wiedergabe</translation>
    </message>
    <message>
        <source>&amp;Play or pause</source>
        <translation>&amp;Abspielen oder anhalten</translation>
    </message>
    <message>
        <source>Play bac&amp;kwards</source>
        <translation>&amp;Rückwärts abspielen</translation>
    </message>
    <message>
        <source>Pau&amp;se</source>
        <translation>&amp;Pause</translation>
    </message>
    <message>
        <source>Play &amp;forwards</source>
        <translation>&amp;Vorwärts abspielen</translation>
    </message>
    <message>
        <source>L&amp;oop</source>
        <translation>&amp;Schleife</translation>
    </message>
    <message>
        <source>&amp;Next frame</source>
        <translation>&amp;Nächstes Einzelbild</translation>
    </message>
    <message>
        <source>Frame &amp;before</source>
        <translation>Vor&amp;heriges Einzelbild</translation>
    </message>
    <message>
        <source>Ten frames &amp;on</source>
        <translation>&amp;Zehn Einzelbilder vor</translation>
    </message>
    <message>
        <source>Ten frames bac&amp;k</source>
        <translation>Zehn Einzelbilder z&amp;urück</translation>
    </message>
    <message>
        <source>&amp;First frame</source>
        <translation>&amp;Erstes Einzelbild</translation>
    </message>
    <message>
        <source>&amp;Last frame</source>
        <translation>&amp;Letztes Einzelbild</translation>
    </message>
    <message>
        <source>Cut before</source>
        <translation>Vorheriger Schnitt</translation>
    </message>
    <message>
        <source>Next cut</source>
        <translation>Nächster Schnitt</translation>
    </message>
    <message>
        <source>Marker before</source>
        <translation>Vorheriger Marker</translation>
    </message>
    <message>
        <source>Next marker</source>
        <translation>Nächster Marker</translation>
    </message>
    <message>
        <source>Set &amp;in point</source>
        <translation>&amp;In-Punkt setzen</translation>
    </message>
    <message>
        <source>Set o&amp;ut point</source>
        <translation>&amp;Out-Punkt setzen</translation>
    </message>
    <message>
        <source>&amp;Clear in and out</source>
        <translation>In und Out lös&amp;chen</translation>
    </message>
    <message>
        <source>&amp;Copy look</source>
        <translation>Look &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste look</source>
        <translation>Look &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;Reset look</source>
        <translation>Look &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>&amp;Leave this shot as it is</source>
        <translation>Diese Einstellung &amp;unverändert lassen</translation>
    </message>
    <message>
        <source>Settings of the &amp;film…</source>
        <translation>&amp;Vorgaben für den Film…</translation>
    </message>
    <message>
        <source>Colour &amp;ahead while nothing happens</source>
        <translation>Im &amp;Leerlauf vorauskolorieren</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Werkzeuge</translation>
    </message>
    <message>
        <source>What a re&amp;gion does</source>
        <translation>Was ein &amp;Bereich tut</translation>
    </message>
    <message>
        <source>C&amp;hoose the brush&apos;s colour…</source>
        <translation>Pinsel&amp;farbe wählen…</translation>
    </message>
    <message>
        <source>Save the &amp;brush&apos;s colour…</source>
        <translation>Pinselfarbe &amp;sichern…</translation>
    </message>
    <message>
        <source>Take this frame as re&amp;ference</source>
        <translation>Dieses Bild als &amp;Referenz nehmen</translation>
    </message>
    <message>
        <source>&amp;Use the reference frame for this shot</source>
        <translation>Referenzbild für diese Einstellung &amp;anwenden</translation>
    </message>
    <message>
        <source>Use a p&amp;icture as reference…</source>
        <translation>E&amp;in Bild als Referenz verwenden…</translation>
    </message>
    <message>
        <source>Next &amp;variant</source>
        <translation>&amp;Nächste Variante</translation>
    </message>
    <message>
        <source>Show &amp;where the model is unsure</source>
        <translation>Zei&amp;gen, wo das Modell unsicher ist</translation>
    </message>
    <message>
        <source>Sh&amp;ow the marks</source>
        <translation>Markierungen &amp;darstellen</translation>
    </message>
    <message>
        <source>&amp;Models…</source>
        <translation>&amp;Modelle…</translation>
    </message>
    <message>
        <source>&amp;Hand</source>
        <translation>&amp;Hand</translation>
    </message>
    <message>
        <source>moves the picture</source>
        <translation>bewegt das Bild</translation>
    </message>
    <message>
        <source>Hint &amp;brush</source>
        <translation>Hinweis&amp;pinsel</translation>
    </message>
    <message>
        <source>a click sets a dot, a drag a stroke</source>
        <translation>ein Klick setzt einen Punkt, ein Zug einen Strich</translation>
    </message>
    <message>
        <source>&amp;No colour</source>
        <translation>&amp;Keine Farbe</translation>
    </message>
    <message>
        <source>a brush for what is grey</source>
        <translation>ein Pinsel für das, was grau ist</translation>
    </message>
    <message>
        <source>&amp;Eyedropper</source>
        <translation>P&amp;ipette</translation>
    </message>
    <message>
        <source>takes a colour out of the picture</source>
        <translation>nimmt eine Farbe aus dem Bild</translation>
    </message>
    <message>
        <source>Region: &amp;rectangle</source>
        <translation>Bereich: &amp;Rechteck</translation>
    </message>
    <message>
        <source>drag it</source>
        <translation>aufziehen</translation>
    </message>
    <message>
        <source>Region: &amp;polygon</source>
        <translation>Bereich: Pol&amp;ygon</translation>
    </message>
    <message>
        <source>click its corners; a double click or Enter closes it, Esc abandons it</source>
        <translation>seine Ecken anklicken; Doppelklick oder Eingabe schließt es, Esc verwirft es</translation>
    </message>
    <message>
        <source>Region: bru&amp;sh</source>
        <translation>Bereich: Pin&amp;sel</translation>
    </message>
    <message>
        <source>paint over it</source>
        <translation>darüber malen</translation>
    </message>
    <message>
        <source>Er&amp;aser</source>
        <translation>R&amp;adierer</translation>
    </message>
    <message>
        <source>a click takes a mark away</source>
        <translation>ein Klick nimmt eine Markierung weg</translation>
    </message>
    <message>
        <source>S&amp;maller brush</source>
        <translation>K&amp;leinerer Pinsel</translation>
    </message>
    <message>
        <source>&amp;Larger brush</source>
        <translation>&amp;Größerer Pinsel</translation>
    </message>
    <message>
        <source>&amp;One colour</source>
        <translation>&amp;Eine Farbe</translation>
    </message>
    <message>
        <source>&amp;Protected from hints and references</source>
        <translation>&amp;Geschützt vor Hinweisen und Referenzen</translation>
    </message>
    <message>
        <source>&amp;Render</source>
        <translation>&amp;Rendern</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Export this &amp;shot…</source>
        <translation>Diese Einstellung e&amp;xportieren…</translation>
    </message>
    <message>
        <source>&amp;Batch…</source>
        <translation>&amp;Stapel…</translation>
    </message>
    <message>
        <source>Show the &amp;queue</source>
        <translation>&amp;Warteschlange zeigen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>&amp;Find a command…</source>
        <translation>&amp;Befehl suchen…</translation>
    </message>
    <message>
        <source>&amp;Doctor: check this machine…</source>
        <translation>&amp;Diagnose: diesen Rechner prüfen…</translation>
    </message>
    <message>
        <source>&amp;About vidcolor</source>
        <translation>Über &amp;vidcolor</translation>
    </message>
</context>
<context>
    <name>ab_colors</name>
    <message>
        <source>blue</source>
        <translation>blau</translation>
    </message>
    <message>
        <source>green</source>
        <translation>grün</translation>
    </message>
    <message>
        <source>grey</source>
        <translation>grau</translation>
    </message>
    <message>
        <source>orange</source>
        <translation>orange</translation>
    </message>
    <message>
        <source>pink</source>
        <translation>rosa</translation>
    </message>
    <message>
        <source>red</source>
        <translation>rot</translation>
    </message>
    <message>
        <source>teal</source>
        <translation>blaugrün</translation>
    </message>
    <message>
        <source>violet</source>
        <translation>violett</translation>
    </message>
    <message>
        <source>yellow</source>
        <translation>gelb</translation>
    </message>
</context>
<context>
    <name>awake</name>
    <message>
        <source>A film is being rendered.</source>
        <translation>Ein Film wird gerendert.</translation>
    </message>
</context>
<context>
    <name>batch</name>
    <message>
        <source>A name cannot hold any of / \ : * ? &quot; &lt; &gt; |.</source>
        <translation>Ein Name darf keines der Zeichen / \ : * ? &quot; &lt; &gt; | enthalten.</translation>
    </message>
    <message>
        <source>Exists, is replaced</source>
        <translation>Vorhanden, wird ersetzt</translation>
    </message>
    <message>
        <source>Exists, is skipped</source>
        <translation>Vorhanden, wird übersprungen</translation>
    </message>
    <message>
        <source>Names can hold {name}, {suffix} and {preset} only.</source>
        <translation>Namen können nur {name}, {suffix} und {preset} enthalten.</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Same target as another film</source>
        <translation>Gleiches Ziel wie ein anderer Film</translation>
    </message>
    <message>
        <source>The target is the film itself</source>
        <translation>Das Ziel ist der Film selbst</translation>
    </message>
    <message>
        <source>Without {name} all films would have the same name.</source>
        <translation>Ohne {name} hätten alle Filme denselben Namen.</translation>
    </message>
    <message>
        <source>Write for example {pattern}.</source>
        <translation>Schreiben Sie zum Beispiel {pattern}.</translation>
    </message>
</context>
<context>
    <name>export</name>
    <message>
        <source>AV1, smallest, slow</source>
        <translation>AV1, am kleinsten, langsam</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiv</translation>
    </message>
    <message>
        <source>As the film</source>
        <translation>Wie der Film</translation>
    </message>
    <message>
        <source>As the film ({bits} bit)</source>
        <translation>Wie der Film ({bits} Bit)</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>Every grey of the film kept without any loss. FFV1 in MKV, large.</source>
        <translation>Jeder Grauwert des Films ohne Verlust. FFV1 in MKV, groß.</translation>
    </message>
    <message>
        <source>FFV1, lossless</source>
        <translation>FFV1, verlustfrei</translation>
    </message>
    <message>
        <source>Folder of pictures</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>For editing and grading programs. ProRes in MOV, 10 bit, large.</source>
        <translation>Für Schnitt- und Gradingprogramme. ProRes in MOV, 10 Bit, groß.</translation>
    </message>
    <message>
        <source>H.264, plays everywhere</source>
        <translation>H.264, läuft überall</translation>
    </message>
    <message>
        <source>H.265, smaller</source>
        <translation>H.265, kleiner</translation>
    </message>
    <message>
        <source>JPEG, small</source>
        <translation>JPEG, klein</translation>
    </message>
    <message>
        <source>Master</source>
        <translation>Master</translation>
    </message>
    <message>
        <source>PNG, lossless</source>
        <translation>PNG, verlustfrei</translation>
    </message>
    <message>
        <source>ProRes, for editing</source>
        <translation>ProRes, für den Schnitt</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Weitergeben</translation>
    </message>
    <message>
        <source>Small file that plays everywhere. H.264 in MP4, 8 bit.</source>
        <translation>Kleine Datei, die überall läuft. H.264 in MP4, 8 Bit.</translation>
    </message>
    <message>
        <source>TIFF, lossless</source>
        <translation>TIFF, verlustfrei</translation>
    </message>
    <message>
        <source>Very good quality at a moderate size. H.265 in MKV, 10 bit.</source>
        <translation>Sehr gute Qualität bei mäßiger Größe. H.265 in MKV, 10 Bit.</translation>
    </message>
    <message>
        <source>{bits} bit</source>
        <translation>{bits} Bit</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>Abandon a polygon</source>
        <translation>Ein Polygon verwerfen</translation>
    </message>
    <message>
        <source>Close a polygon</source>
        <translation>Ein Polygon schließen</translation>
    </message>
    <message>
        <source>Colours black-and-white film. The light and shade of the film stay exactly as they are; the colours are machine-made: likely, not true.</source>
        <translation>Koloriert Schwarz-Weiß-Filme. Licht und Schatten des Films bleiben genau, wie sie sind; die Farben macht die Maschine: wahrscheinlich, nicht wahr.</translation>
    </message>
    <message>
        <source>Compare while held</source>
        <translation>Vergleichen, solange gehalten</translation>
    </message>
    <message>
        <source>Esc; Backspace takes a corner back</source>
        <translation>Esc; Rücktaste nimmt eine Ecke zurück</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Halbbilder</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Fit, or 100 %</source>
        <translation>Einpassen oder 100 %</translation>
    </message>
    <message>
        <source>Frames a second</source>
        <translation>Bilder pro Sekunde</translation>
    </message>
    <message>
        <source>Go to a frame</source>
        <translation>Zu einem Einzelbild springen</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <source>Move a cut</source>
        <translation>Schnitt verschieben</translation>
    </message>
    <message>
        <source>Move the divider</source>
        <translation>Trennlinie verschieben</translation>
    </message>
    <message>
        <source>Move the picture</source>
        <translation>Bild verschieben</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Pixel shape</source>
        <translation>Pixelform</translation>
    </message>
    <message>
        <source>Shift and wheel</source>
        <translation>Umschalt und Mausrad</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>Am Mauszeiger zoomen</translation>
    </message>
    <message>
        <source>double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>double click, or Enter</source>
        <translation>Doppelklick oder Eingabe</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>ziehen</translation>
    </message>
    <message>
        <source>drag it</source>
        <translation>aufziehen</translation>
    </message>
    <message>
        <source>drag its edge on the timeline</source>
        <translation>Kante auf der Zeitleiste</translation>
    </message>
    <message>
        <source>drag on the timeline</source>
        <translation>auf der Zeitleiste</translation>
    </message>
    <message>
        <source>film</source>
        <translation>Film</translation>
    </message>
    <message>
        <source>folder of numbered frames</source>
        <translation>Ordner nummerierter Bilder</translation>
    </message>
    <message>
        <source>folder of pictures</source>
        <translation>Ordner mit Bildern</translation>
    </message>
    <message>
        <source>lower field first</source>
        <translation>unteres Halbbild zuerst</translation>
    </message>
    <message>
        <source>lower field first, upper one stored first</source>
        <translation>unteres Halbbild zuerst, oberes zuerst gespeichert</translation>
    </message>
    <message>
        <source>none, whole frames</source>
        <translation>keine, ganze Bilder</translation>
    </message>
    <message>
        <source>single picture</source>
        <translation>einzelnes Bild</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>upper field first</source>
        <translation>oberes Halbbild zuerst</translation>
    </message>
    <message>
        <source>upper field first, lower one stored first</source>
        <translation>oberes Halbbild zuerst, unteres zuerst gespeichert</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>Rad</translation>
    </message>
    <message>
        <source>{width}×{height}, {bits} bit</source>
        <translation>{width}×{height}, {bits} Bit</translation>
    </message>
</context>
<context>
    <name>queue</name>
    <message>
        <source>Begin anew</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Cancel or remove</source>
        <translation>Abbrechen oder entfernen</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>End the render; nothing of it is kept (Del)</source>
        <translation>Den Auftrag beenden; nichts davon bleibt (Entf)</translation>
    </message>
    <message>
        <source>Go on with a paused render</source>
        <translation>Einen angehaltenen Auftrag fortsetzen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Render again from the beginning; what was finished of it is given up</source>
        <translation>Noch einmal von vorn rendern; was davon fertig war, wird aufgegeben</translation>
    </message>
    <message>
        <source>Render again; what was finished of it is kept</source>
        <translation>Noch einmal rendern; was davon fertig war, bleibt erhalten</translation>
    </message>
    <message>
        <source>Render earlier</source>
        <translation>Früher rendern</translation>
    </message>
    <message>
        <source>Render later</source>
        <translation>Später rendern</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Neu rendern</translation>
    </message>
    <message>
        <source>Show the folder of the rendered file</source>
        <translation>Den Ordner der gerenderten Datei zeigen</translation>
    </message>
    <message>
        <source>Stop for a while; what is rendered is kept</source>
        <translation>Eine Weile anhalten; was gerendert ist, bleibt erhalten</translation>
    </message>
    <message>
        <source>Take all renders off the list that have ended</source>
        <translation>Alle beendeten Aufträge aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Take off the list; a rendered file stays (Del)</source>
        <translation>Aus der Liste nehmen; eine gerenderte Datei bleibt (Entf)</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>What went wrong, or was noticed on the way</source>
        <translation>Was misslang oder unterwegs auffiel</translation>
    </message>
</context>
<context>
    <name>render</name>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 Minute</translation>
    </message>
    <message>
        <source>1 second</source>
        <translation>1 Sekunde</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>GB</source>
        <translation>GB</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>TB</source>
        <translation>TB</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>and 1 more film</source>
        <translation>und 1 weiterer Film</translation>
    </message>
    <message>
        <source>and {n} more films</source>
        <translation>und {n} weitere Filme</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Byte</translation>
    </message>
    <message>
        <source>frame {frame}</source>
        <translation>Bild {frame}</translation>
    </message>
    <message>
        <source>kB</source>
        <translation>kB</translation>
    </message>
    <message>
        <source>to {target}</source>
        <translation>nach {target}</translation>
    </message>
    <message>
        <source>{done} of {all} done</source>
        <translation>{done} von {all} fertig</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>noch {duration}</translation>
    </message>
    <message>
        <source>{failed} failed</source>
        <translation>{failed} fehlgeschlagen</translation>
    </message>
    <message>
        <source>{fps} frames/s</source>
        <translation>{fps} Bilder/s</translation>
    </message>
    <message>
        <source>{frames} frames in {duration}</source>
        <translation>{frames} Bilder in {duration}</translation>
    </message>
    <message>
        <source>{hours} hours</source>
        <translation>{hours} Stunden</translation>
    </message>
    <message>
        <source>{minutes} minutes</source>
        <translation>{minutes} Minuten</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>{seconds} seconds</source>
        <translation>{seconds} Sekunden</translation>
    </message>
</context>
<context>
    <name>settings</name>
    <message>
        <source>1 keeps the model&apos;s colour, 0 is grey</source>
        <translation>1 behält die Farbe des Modells, 0 ist grau</translation>
    </message>
    <message>
        <source>Accumulate</source>
        <translation>Ansammeln</translation>
    </message>
    <message>
        <source>Adam&apos;s memory of gradients</source>
        <translation>Adams Gedächtnis für Gradienten</translation>
    </message>
    <message>
        <source>Adam&apos;s memory of their squares</source>
        <translation>Adams Gedächtnis für ihre Quadrate</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiv</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Stapelgröße</translation>
    </message>
    <message>
        <source>Beta1</source>
        <translation>Beta1</translation>
    </message>
    <message>
        <source>Beta2</source>
        <translation>Beta2</translation>
    </message>
    <message>
        <source>Boldness</source>
        <translation>Entschiedenheit</translation>
    </message>
    <message>
        <source>Discriminator beta1</source>
        <translation>Beta1 des Diskriminators</translation>
    </message>
    <message>
        <source>Discriminator learning rate</source>
        <translation>Lernrate des Diskriminators</translation>
    </message>
    <message>
        <source>Discriminator loss</source>
        <translation>Verlust des Diskriminators</translation>
    </message>
    <message>
        <source>Early stop</source>
        <translation>Früher Schluss</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>Encoder learning rate</source>
        <translation>Lernrate des Encoders</translation>
    </message>
    <message>
        <source>Fakes</source>
        <translation>Falsche Bilder</translation>
    </message>
    <message>
        <source>Feature distance</source>
        <translation>Abstand der Merkmale</translation>
    </message>
    <message>
        <source>Keep checkpoints</source>
        <translation>Zwischenstände behalten</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Master</source>
        <translation>Master</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Old film chance</source>
        <translation>Anteil alten Films</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>Optimierer</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Real label</source>
        <translation>Wert der wahren Bilder</translation>
    </message>
    <message>
        <source>Rebalance</source>
        <translation>Ausgleich</translation>
    </message>
    <message>
        <source>Saturation</source>
        <translation>Sättigung</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Weitergeben</translation>
    </message>
    <message>
        <source>Steadiness</source>
        <translation>Stabilität</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>Tönung</translation>
    </message>
    <message>
        <source>Validation photos</source>
        <translation>Fotos zum Prüfen</translation>
    </message>
    <message>
        <source>Vibrance</source>
        <translation>Dynamik</translation>
    </message>
    <message>
        <source>Warmth</source>
        <translation>Wärme</translation>
    </message>
    <message>
        <source>Warmup steps</source>
        <translation>Schritte zum Aufwärmen</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Gewichtsschwund</translation>
    </message>
    <message>
        <source>Work size</source>
        <translation>Arbeitsgröße</translation>
    </message>
    <message>
        <source>arithmetic of the networks</source>
        <translation>Rechenart der Netze</translation>
    </message>
    <message>
        <source>batches whose gradients make one step</source>
        <translation>Stapel, deren Gradienten einen Schritt ergeben</translation>
    </message>
    <message>
        <source>beta1 of the discriminator&apos;s Adam</source>
        <translation>Beta1 des Adam des Diskriminators</translation>
    </message>
    <message>
        <source>boldness: 1 is the mean colour, lower is bolder; 0: best for the model</source>
        <translation>Kühnheit: 1 ist die mittlere Farbe, kleiner ist kühner; 0: das Beste für das Modell</translation>
    </message>
    <message>
        <source>colour the frames behind the shown one while nothing happens</source>
        <translation>die Einzelbilder nach dem gezeigten kolorieren, während nichts geschieht</translation>
    </message>
    <message>
        <source>colours of the window</source>
        <translation>Farben des Fensters</translation>
    </message>
    <message>
        <source>gradients are scaled down to this; 0: never</source>
        <translation>Gradienten werden hierauf verkleinert; 0: nie</translation>
    </message>
    <message>
        <source>held-out photos that are looked at each time</source>
        <translation>zurückgehaltene Fotos, die jedes Mal angesehen werden</translation>
    </message>
    <message>
        <source>how features of pictures are compared</source>
        <translation>wie Merkmale von Bildern verglichen werden</translation>
    </message>
    <message>
        <source>how much rare colours count more in a classification</source>
        <translation>wie viel mehr seltene Farben bei einer Klassifizierung zählen</translation>
    </message>
    <message>
        <source>how rates fall</source>
        <translation>wie die Raten fallen</translation>
    </message>
    <message>
        <source>how slowly the averaged weights follow; 0: none</source>
        <translation>wie langsam die gemittelten Gewichte folgen; 0: keine</translation>
    </message>
    <message>
        <source>language of the window</source>
        <translation>Sprache des Fensters</translation>
    </message>
    <message>
        <source>of the data, the augmentation and the weights</source>
        <translation>der Daten, ihrer Abwandlung und der Gewichte</translation>
    </message>
    <message>
        <source>of the generator</source>
        <translation>des Generators</translation>
    </message>
    <message>
        <source>optimiser steps in all; 0: the recipe&apos;s epochs</source>
        <translation>Schritte des Optimierers im Ganzen; 0: die Epochen des Rezepts</translation>
    </message>
    <message>
        <source>paint the film with OpenGL, where the graphics card can</source>
        <translation>den Film mit OpenGL zeichnen, wo die Grafikkarte es kann</translation>
    </message>
    <message>
        <source>peak rate of everything but the encoder</source>
        <translation>höchste Rate von allem außer dem Encoder</translation>
    </message>
    <message>
        <source>peak rate of the discriminator</source>
        <translation>höchste Rate des Diskriminators</translation>
    </message>
    <message>
        <source>peak rate of the pre-trained encoder</source>
        <translation>höchste Rate des vortrainierten Encoders</translation>
    </message>
    <message>
        <source>pictures in a step, on each device</source>
        <translation>Bilder in einem Schritt, auf jedem Gerät</translation>
    </message>
    <message>
        <source>processor threads; 0 takes all cores</source>
        <translation>Threads des Prozessors; 0 nimmt alle Kerne</translation>
    </message>
    <message>
        <source>reckon the steps from this time by a trial; 0: do not</source>
        <translation>die Schritte durch einen Versuch aus dieser Zeit berechnen; 0: nicht</translation>
    </message>
    <message>
        <source>seconds between automatic copies of unsaved work</source>
        <translation>Sekunden zwischen den Sicherungskopien ungespeicherter Arbeit</translation>
    </message>
    <message>
        <source>share of pictures that look like old film</source>
        <translation>Anteil der Bilder, die wie alter Film aussehen</translation>
    </message>
    <message>
        <source>short side in pixels at which colour is predicted</source>
        <translation>kurze Seite in Pixeln, mit der die Farbe vorhergesagt wird</translation>
    </message>
    <message>
        <source>steadiness over time; 0 colours each frame alone</source>
        <translation>Stabilität über die Zeit; 0 koloriert jedes Einzelbild für sich</translation>
    </message>
    <message>
        <source>steps between checkpoints; 0: at each epoch</source>
        <translation>Schritte zwischen Zwischenständen; 0: nach jeder Epoche</translation>
    </message>
    <message>
        <source>steps over which the rate rises from zero</source>
        <translation>Schritte, über die die Rate von null ansteigt</translation>
    </message>
    <message>
        <source>strengthens pale colours more than strong ones</source>
        <translation>verstärkt blasse Farben mehr als kräftige</translation>
    </message>
    <message>
        <source>the newest of them that are kept</source>
        <translation>so viele der neuesten werden behalten</translation>
    </message>
    <message>
        <source>towards amber, or towards blue below 0</source>
        <translation>zu Bernstein hin, unter 0 zu Blau</translation>
    </message>
    <message>
        <source>towards magenta, or towards green below 0</source>
        <translation>zu Magenta hin, unter 0 zu Grün</translation>
    </message>
    <message>
        <source>validations without a gain before that</source>
        <translation>Prüfungen ohne Gewinn bis dahin</translation>
    </message>
    <message>
        <source>weight decay; AdamW&apos;s is decoupled</source>
        <translation>Schwund der Gewichte; bei AdamW getrennt</translation>
    </message>
    <message>
        <source>what a new render begins with</source>
        <translation>womit ein neuer Auftrag beginnt</translation>
    </message>
    <message>
        <source>what colours: auto, cpu, cuda, cuda:1, mps or xpu</source>
        <translation>was koloriert: auto, cpu, cuda, cuda:1, mps oder xpu</translation>
    </message>
    <message>
        <source>what ends a run before its time</source>
        <translation>was einen Lauf vor der Zeit beendet</translation>
    </message>
    <message>
        <source>what it lowers</source>
        <translation>was er verringert</translation>
    </message>
    <message>
        <source>what the discriminator is shown while it learns alone</source>
        <translation>was dem Diskriminator gezeigt wird, solange er allein lernt</translation>
    </message>
    <message>
        <source>what the discriminator is told of true pictures</source>
        <translation>was dem Diskriminator über wahre Bilder gesagt wird</translation>
    </message>
</context>
<context>
    <name>wiring</name>
    <message>
        <source>Forget these</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>The film</source>
        <translation>Dem Film</translation>
    </message>
</context>
</TS>
