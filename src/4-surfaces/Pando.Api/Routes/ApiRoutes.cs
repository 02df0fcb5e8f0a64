namespace Pando.Api.Routes;

/// <summary>
/// Every path of the REST API, as a route template. <c>{machine}</c> is a machine's name or uuid. A server maps the
/// template; a client fills it with <see cref="Fill"/>.
/// <para>
/// Actions that take time answer their result when they are done, or, with <c>Prefer: respond-async</c>, at once 202
/// with the <see cref="Jobs.Job"/> and its path in Location. A failure is a <see cref="Problems.Problem"/>.
/// </para>
/// </summary>
public static partial class ApiRoutes
{
    /// <summary>What every path begins with.</summary>
    public const string Prefix = "/api/v1";

    /// <summary>GET: this API's OpenAPI document.</summary>
    public const string OpenApi = Prefix + "/openapi.json";

    /// <summary>
    /// GET <c>?state=</c> (active, inactive, or a phase): <see cref="Machines.MachineSummary"/>[], by name.
    /// POST: defines a machine from XML (application/xml), new or changed: 201 or 200 with <see cref="Machines.Machine"/>.
    /// <c>?dryRun=true</c> answers the normalised XML and changes nothing. <c>?create=transient</c> starts it without storing it
    /// (<c>&amp;paused=true</c>: stopped before its first instruction).
    /// </summary>
    public const string Machines = Prefix + "/machines";

    /// <summary>
    /// GET: <see cref="Machines.Machine"/>. DELETE: to the trash, answers <see cref="Trash.TrashItem"/>;
    /// <c>?storage=trash</c> takes its disks there too, <c>&amp;managedSave=true</c> a managed save. If-Match is honoured.
    /// </summary>
    public const string Machine = Machines + "/{machine}";

    /// <summary>
    /// GET: the definition as XML, in force while it runs (<c>?inactive=true</c>: what the next start uses;
    /// <c>?secrets=true</c>: with passwords); ETag is the stored version. PUT: a new version (application/xml), If-Match
    /// honoured, answers <see cref="Machines.Machine"/>.
    /// </summary>
    public const string MachineXml = Machine + "/xml";

    /// <summary>
    /// POST <c>?paused=true</c>: <see cref="Machines.Machine"/>. It goes on from its managed save where it has one
    /// (<c>&amp;running=true</c>, <c>&amp;bypassCache=true</c>, <c>&amp;force=true</c>: although disks changed), unless <c>&amp;forceBoot=true</c> discards that.
    /// </summary>
    public const string Start = Machine + "/start";

    /// <summary>
    /// POST <c>?mode=acpi|agent</c> (absent: the agent where one is connected, else ACPI): asks the guest, and answers when it
    /// was asked: <see cref="Machines.Machine"/>.
    /// </summary>
    public const string Shutdown = Machine + "/shutdown";

    /// <summary>POST <c>?mode=acpi|agent</c>: asks the guest to restart: <see cref="Machines.Machine"/>.</summary>
    public const string Reboot = Machine + "/reboot";

    /// <summary>POST: the reset button: <see cref="Machines.Machine"/>.</summary>
    public const string Reset = Machine + "/reset";

    /// <summary>POST <c>?graceful=true</c>: ends its process (graceful: only if it ends on SIGTERM): <see cref="Machines.Machine"/>.</summary>
    public const string Destroy = Machine + "/destroy";

    /// <summary>POST: stops the processors: <see cref="Machines.Machine"/>.</summary>
    public const string Suspend = Machine + "/suspend";

    /// <summary>POST: lets them run again: <see cref="Machines.Machine"/>.</summary>
    public const string Resume = Machine + "/resume";

    /// <summary>
    /// GET <c>?groups=</c> (state, cpu, balloon, vcpu, net, block, iothread, perf, dirtyrate, memory, separated by commas; absent: all),
    /// <c>?machines=</c> (names or uuids, separated by commas; absent: all): <see cref="Statistics.MachineStatistics"/>[] from
    /// the cache, at once. <c>?fresh=true</c> asks the machines first.
    /// </summary>
    public const string Statistics = Prefix + "/statistics";

    /// <summary>PUT <see cref="Machines.PerfEventsRequest"/>, <c>?scope=</c>: <see cref="Machines.Machine"/>. If-Match is honoured.</summary>
    public const string PerfEvents = Machine + "/perf-events";

    /// <summary>POST <c>?seconds=</c> (1 to 60), <c>?mode=</c> (page-sampling, dirty-bitmap, dirty-ring): begins to measure how quickly the guest writes into its memory, 204.</summary>
    public const string DirtyRate = Machine + "/dirty-rate";

    /// <summary>POST <c>?target=mem|disk|hybrid</c>: the guest puts itself to sleep, through its agent: <see cref="Machines.Machine"/>.</summary>
    public const string PmSuspend = Machine + "/pm-suspend";

    /// <summary>POST: wakes a guest that sleeps: <see cref="Machines.Machine"/>.</summary>
    public const string PmWakeup = Machine + "/pm-wakeup";

    /// <summary>GET <c>?source=</c> (lease, arp, agent): <see cref="Machines.MachineCard"/>[].</summary>
    public const string MachineAddresses = Machine + "/addresses";

    /// <summary>GET <c>?destination=&amp;device=</c>: <see cref="Networks.TraceHop"/>[].</summary>
    public const string MachineTrace = Machine + "/trace";

    /// <summary>GET: <see cref="Agents.AgentStatus"/>; asks nobody.</summary>
    public const string Agent = Machine + "/agent";

    /// <summary>PUT <see cref="Agents.AgentLimitRequest"/>: how long the agent may take, until the machine ends: <see cref="Agents.AgentStatus"/>.</summary>
    public const string AgentLimit = Agent + "/limit";

    /// <summary>POST: asks the agent whether it is there: <see cref="Agents.AgentPresence"/>.</summary>
    public const string AgentPing = Agent + "/ping";

    /// <summary>
    /// GET <c>?types=</c> (users, os, timezone, hostname, filesystem, disk, interface, load, separated by commas; absent: all that
    /// the agent tells): <see cref="Agents.GuestInfo"/>.
    /// </summary>
    public const string AgentInfo = Agent + "/info";

    /// <summary>POST <see cref="Agents.GuestExecRequest"/>: runs a program in the guest: <see cref="Agents.GuestExecResult"/>.</summary>
    public const string AgentExec = Agent + "/exec";

    /// <summary>GET: how a program is that was started before; its end is told once: <see cref="Agents.GuestExecResult"/>.</summary>
    public const string AgentExecStatus = AgentExec + "/{pid}";

    /// <summary>
    /// GET: <see cref="Agents.GuestFreezeStatus"/>. POST, a <see cref="Agents.GuestFreezeRequest"/> or nothing: freezes file
    /// systems: <see cref="Agents.GuestFreezeCount"/>.
    /// </summary>
    public const string AgentFreeze = Agent + "/freeze";

    /// <summary>POST: thaws all of them: <see cref="Agents.GuestFreezeCount"/>.</summary>
    public const string AgentThaw = Agent + "/thaw";

    /// <summary>POST, a <see cref="Agents.GuestTrimRequest"/> or nothing: <see cref="Agents.GuestTrimResult"/>[].</summary>
    public const string AgentTrim = Agent + "/trim";

    /// <summary>GET: <see cref="Agents.GuestTime"/>. PUT <see cref="Agents.GuestTimeRequest"/>: <see cref="Agents.GuestTime"/>.</summary>
    public const string AgentTime = Agent + "/time";

    /// <summary>PUT <see cref="Agents.GuestPasswordRequest"/>: 204.</summary>
    public const string AgentPassword = Agent + "/password";

    /// <summary>GET: <see cref="Agents.GuestSshKeys"/>. PUT <see cref="Agents.GuestSshKeysRequest"/>: <see cref="Agents.GuestSshKeys"/>.</summary>
    public const string AgentSshKeys = Agent + "/ssh-keys/{user}";

    /// <summary>GET: <see cref="Agents.GuestVcpu"/>[]. PUT <see cref="Agents.GuestVcpusRequest"/>: <see cref="Agents.GuestVcpu"/>[].</summary>
    public const string AgentVcpus = Agent + "/vcpus";

    /// <summary>
    /// POST, a JSON object with <c>execute</c>, <c>?limit=</c> (seconds): sends the agent a command as it is and answers what it
    /// returned. The machine is marked as tampered with.
    /// </summary>
    public const string AgentCommand = Agent + "/command";

    /// <summary>
    /// POST a device (application/xml): attaches it. PUT: changes it (<c>?force=true</c> opens a tray that the guest keeps
    /// closed). <c>?scope=</c> is <c>live</c>, <c>config</c>, <c>live,config</c> or <c>current</c>: the running machine where
    /// it runs, else its definition. If-Match is honoured. Answers <see cref="Machines.Machine"/>.
    /// </summary>
    public const string Devices = Machine + "/devices";

    /// <summary>DELETE <c>?scope=</c>: takes the device of that alias away: <see cref="Machines.Machine"/>.</summary>
    public const string Device = Devices + "/{alias}";

    /// <summary>
    /// GET <c>?scope=</c>: <see cref="Machines.InterfaceSpeeds"/>. PUT <see cref="Machines.InterfaceSpeeds"/>, <c>?scope=</c>:
    /// <see cref="Machines.Machine"/>; a direction that is left out stays.
    /// </summary>
    public const string InterfaceBandwidth = Machine + "/interfaces/{card}/bandwidth";

    /// <summary>POST a device (application/xml), <c>?scope=</c>: takes it away: <see cref="Machines.Machine"/>.</summary>
    public const string DeviceDetach = Machine + "/detach-device";

    /// <summary>
    /// GET <c>?scope=</c>: <see cref="Machines.MachineResources"/>. PUT <see cref="Machines.MachineResources"/>, <c>?scope=</c>:
    /// <see cref="Machines.Machine"/>; what is left out stays.
    /// </summary>
    public const string Resources = Machine + "/resources";

    /// <summary>GET <c>?scope=</c>: <see cref="Machines.MachineThreads"/>.</summary>
    public const string Threads = Machine + "/threads";

    /// <summary>PUT <see cref="Machines.VcpusRequest"/>, <c>?scope=</c>: <see cref="Machines.Machine"/>.</summary>
    public const string Vcpus = Machine + "/vcpus";

    /// <summary>PUT <see cref="Machines.VcpuSwitchRequest"/>, <c>?scope=</c>: <see cref="Machines.Machine"/>.</summary>
    public const string VcpuSwitches = Vcpus + "/switches";

    /// <summary>
    /// GET <c>?scope=</c>: <see cref="Machines.MachineIoThread"/>[]. POST <see cref="Machines.IoThreadRequest"/>, <c>?scope=</c>: adds one,
    /// <see cref="Machines.Machine"/>.
    /// </summary>
    public const string IoThreads = Machine + "/iothreads";

    /// <summary>
    /// PUT <see cref="Machines.IoThreadSettings"/>, <c>?scope=</c>, and DELETE <c>?scope=</c>, which removes one that nothing uses:
    /// <see cref="Machines.Machine"/>.
    /// </summary>
    public const string IoThread = IoThreads + "/{number:int}";

    /// <summary>PUT <see cref="Machines.MemoryRequest"/>, <c>?scope=</c>: <see cref="Machines.Machine"/>.</summary>
    public const string Memory = Machine + "/memory";

    /// <summary>POST <see cref="Saving.SaveRequest"/>: writes it into a file and ends it: <see cref="Machines.Machine"/>.</summary>
    public const string Save = Machine + "/save";

    /// <summary>
    /// GET: the definition in its managed save, as XML. PUT (application/xml), <c>?running=</c>: another one, 204. DELETE: drops the
    /// managed save: <see cref="Machines.Machine"/>.
    /// </summary>
    public const string ManagedSave = Machine + "/managed-save";

    /// <summary>POST <see cref="Saving.DumpRequest"/>: writes its memory into a file: <see cref="Machines.Machine"/>.</summary>
    public const string Dump = Machine + "/dump";

    /// <summary>GET: <see cref="Saving.MachineJob"/>. DELETE: asks it to stop and undo, 204.</summary>
    public const string MachineJob = Machine + "/job";

    /// <summary>POST <see cref="Saving.RestoreSavedRequest"/>: brings a machine back from a file: <see cref="Machines.Machine"/>.</summary>
    public const string RestoreSaved = Prefix + "/restore";

    /// <summary>
    /// <c>?path=</c> a file of a saved machine. GET: the definition in it, as XML (<c>&amp;secrets=true</c>: with passwords). PUT
    /// (application/xml), <c>&amp;running=</c>: another one, 204.
    /// </summary>
    public const string SavedDefinition = Prefix + "/saved-definition";

    /// <summary>PUT <see cref="Machines.AutostartRequest"/>: <see cref="Machines.Machine"/>.</summary>
    public const string Autostart = Machine + "/autostart";

    /// <summary>PUT <see cref="Machines.DescriptionRequest"/>, <c>?scope=</c>: <see cref="Machines.Machine"/>. If-Match is honoured.</summary>
    public const string Description = Machine + "/description";

    /// <summary>PUT <see cref="Machines.MetadataRequest"/>, <c>?scope=</c>: <see cref="Machines.Machine"/>. If-Match is honoured.</summary>
    public const string Metadata = Machine + "/metadata";

    /// <summary>PUT <see cref="Machines.DiskSizeRequest"/>: makes a disk of a machine that runs larger, 204. <c>{disk}</c> is its target or alias.</summary>
    public const string DiskSize = Machine + "/disks/{disk}/size";

    /// <summary>
    /// PUT <see cref="Machines.DiskThresholdRequest"/>: has the event <c>machine.block-threshold</c> told when a disk's image is
    /// written behind an offset, 204. <c>{disk}</c> is its target or alias; <c>vda[2]</c> is the image of that number, the <c>index</c> in the XML.
    /// </summary>
    public const string DiskThreshold = Machine + "/disks/{disk}/threshold";

    /// <summary>POST <see cref="Machines.RenameRequest"/>: gives a machine that is off another name: <see cref="Machines.Machine"/>. If-Match is honoured.</summary>
    public const string Rename = Machine + "/rename";

    /// <summary>PUT <see cref="Machines.LifecycleActionRequest"/>, <c>?scope=</c>: <see cref="Machines.Machine"/>. If-Match is honoured.</summary>
    public const string LifecycleAction = Machine + "/lifecycle-action";

    /// <summary>POST <see cref="Monitor.SendKeysRequest"/>: presses keys together, 204.</summary>
    public const string Keys = Machine + "/keys";

    /// <summary>POST: sends the guest a non-maskable interrupt, 204.</summary>
    public const string Nmi = Machine + "/nmi";

    /// <summary>GET: <see cref="Monitor.DiskError"/>[], asked of QEMU.</summary>
    public const string DiskErrors = Machine + "/disk-errors";

    /// <summary>
    /// POST, a JSON object with <c>execute</c>, <c>?limit=</c> (seconds): sends QEMU a command as it is:
    /// <see cref="Monitor.MonitorAnswer"/>. The machine is marked as tampered with.
    /// </summary>
    public const string MonitorCommand = Machine + "/monitor/command";

    /// <summary>POST <see cref="Monitor.HumanCommandRequest"/>, <c>?limit=</c>: <see cref="Monitor.HumanCommandAnswer"/>. The machine is marked too.</summary>
    public const string MonitorHumanCommand = Machine + "/monitor/human-command";

    /// <summary>GET <c>?screen=</c> (from 0; the heads of the first video card first): a screen (image/png).</summary>
    public const string Screenshot = Machine + "/screenshot";

    /// <summary>
    /// GET, upgraded to a websocket: a serial console, binary messages both ways. <c>?device=</c> names one of
    /// <see cref="Machines.Machine.Consoles"/>; <c>?force=true</c> takes it from whoever has it. A refusal is an ordinary
    /// problem before the upgrade. The server closes with 1000 when the machine stops and 4001 when the console was taken
    /// over, with the reason.
    /// </summary>
    public const string Console = Machine + "/console";

    /// <summary>GET: <see cref="Advice.DoctorFinding"/>[], what matters most first.</summary>
    public const string Doctor = Machine + "/doctor";

    /// <summary>POST <c>?only=</c> (names of findings, joined by commas): <see cref="Machines.Machine"/>. If-Match is honoured.</summary>
    public const string DoctorFix = Doctor + "/fix";

    /// <summary>
    /// GET: <see cref="Advice.ProfilePreview"/>. PUT: a new version under it, <see cref="Machines.Machine"/>; If-Match is honoured.
    /// <c>{profile}</c> is <c>balanced</c>, <c>throughput</c>, <c>low-latency</c> or <c>dense</c>.
    /// </summary>
    public const string Profile = Machine + "/profiles/{profile}";

    /// <summary>GET: <see cref="Versions.DefinitionVersion"/>[], newest first, without XML.</summary>
    public const string Versions = Machine + "/versions";

    /// <summary>GET: <see cref="Versions.DefinitionVersion"/> with XML.</summary>
    public const string Version = Versions + "/{version:int}";

    /// <summary>GET: <see cref="Versions.DefinitionDiff"/> from the first to the second.</summary>
    public const string VersionDiff = Versions + "/{from:int}/diff/{to:int}";

    /// <summary>POST: makes a new version with that one's text: <see cref="Machines.Machine"/>. If-Match is honoured.</summary>
    public const string VersionRevert = Version + "/revert";

    /// <summary>GET: <see cref="Trash.TrashItem"/>[], newest first. DELETE: deletes everything in it for good, 204.</summary>
    public const string Trash = Prefix + "/trash";

    /// <summary><c>{item}</c> is an id, or a name where only one has it. GET: <see cref="Trash.TrashItem"/>. DELETE: deletes it for good, 204.</summary>
    public const string TrashItem = Trash + "/{item}";

    /// <summary>POST, a <see cref="Trash.RestoreRequest"/> or nothing: <see cref="Machines.Machine"/>, or <see cref="Networks.Network"/> where the item is one.</summary>
    public const string TrashRestore = TrashItem + "/restore";

    /// <summary>GET <c>?active=true</c>: <see cref="Jobs.Job"/>[], newest first: all that run, and the last that ended.</summary>
    public const string Jobs = Prefix + "/jobs";

    /// <summary>
    /// GET: <see cref="Jobs.Job"/>. <c>?wait=</c> (seconds, fractions allowed, at most 60) answers when it ends or that
    /// time has passed, whichever is first.
    /// </summary>
    public const string Job = Jobs + "/{job}";

    /// <summary>POST: asks it to stop and undo, and answers the <see cref="Jobs.Job"/> at once; one that has ended is just answered.</summary>
    public const string JobCancel = Job + "/cancel";

    /// <summary>
    /// GET: server-sent events, each a <see cref="Events.PandoEvent"/>, with its sequence as id and its type as event.
    /// <c>?types=</c> takes a comma-separated list, <c>machine.*</c> for all of an area; <c>?subject=</c> one thing's.
    /// Last-Event-ID goes on after that one. The stream ends with an event <c>problem</c> (a
    /// <see cref="Problems.Problem"/>) when the reader was too slow. A comment comes at least every 15 seconds.
    /// </summary>
    public const string Events = Prefix + "/events";

    /// <summary>
    /// GET: <see cref="Api.Secrets.SecretFacts"/>[], by use and uuid. POST libvirt's secret XML (application/xml): defines one, new or
    /// changed: <see cref="Api.Secrets.SecretFacts"/>.
    /// </summary>
    public const string Secrets = Prefix + "/secrets";

    /// <summary>
    /// <c>{secret}</c> is its uuid or its use. GET: <see cref="Api.Secrets.SecretFacts"/>. DELETE: forgets it and its value, 204.
    /// </summary>
    public const string Secret = Secrets + "/{secret}";

    /// <summary>GET: its definition as XML.</summary>
    public const string SecretXml = Secret + "/xml";

    /// <summary>
    /// GET: <see cref="Api.Secrets.SecretContent"/>, unless it is private. PUT <see cref="Api.Secrets.SecretContent"/>: 204.
    /// </summary>
    public const string SecretValue = Secret + "/value";

    /// <summary>
    /// POST <see cref="Install.InstallRequest"/>: 201 <see cref="Machines.Machine"/>.
    /// <c>?dryRun=true</c>: 200 <see cref="Install.InstallPlan"/>, nothing is changed.
    /// </summary>
    public const string Install = Prefix + "/install";

    /// <summary>Fills a template's placeholders in order, each escaped.</summary>
    public static string Fill(string template, params ReadOnlySpan<string> values)
    {
        var path = template;
        foreach (var value in values)
        {
            var open = path.IndexOf('{', StringComparison.Ordinal);
            var close = path.IndexOf('}', open);
            path = string.Concat(path.AsSpan(0, open), Uri.EscapeDataString(value), path.AsSpan(close + 1));
        }
        return path;
    }
}
