using System.CommandLine;
using Pando.Cli.Commands.Guests;

namespace Pando.Cli.Commands;

/// <summary>Every command there is, under virsh's names and grouped.</summary>
internal static class CommandTree
{
    /// <summary>The key of the command without a name.</summary>
    public const string RootKey = "root";

    public static readonly Flag Version = new("--version", "-V");

    private static readonly (string Section, (string Name, Func<string, CliCommand> Make)[] Commands)[] All =
    [
        ("help.section.lifecycle",
        [
            ("list", ListCommand.Make),
            ("start", LifecycleCommands.Start),
            ("shutdown", LifecycleCommands.Shutdown),
            ("reboot", LifecycleCommands.Reboot),
            ("reset", LifecycleCommands.Reset),
            ("destroy", LifecycleCommands.Destroy),
            ("suspend", LifecycleCommands.Suspend),
            ("resume", LifecycleCommands.Resume),
            ("autostart", LifecycleCommands.Autostart),
            ("set-lifecycle-action", MachineSettingCommands.LifecycleAction),
            ("domrename", MachineSettingCommands.Rename),
            ("dompmsuspend", SleepCommands.Suspend),
            ("dompmwakeup", SleepCommands.Wake),
            ("save", SaveCommands.Save),
            ("restore", SaveCommands.Restore),
            ("managedsave", SaveCommands.Managed),
            ("managedsave-remove", SaveCommands.RemoveManaged),
            ("managedsave-dumpxml", SavedDefinitionCommands.DumpManaged),
            ("managedsave-define", SavedDefinitionCommands.DefineManaged),
            ("managedsave-edit", SavedDefinitionCommands.EditManaged),
            ("save-image-dumpxml", SavedDefinitionCommands.DumpImage),
            ("save-image-define", SavedDefinitionCommands.DefineImage),
            ("save-image-edit", SavedDefinitionCommands.EditImage),
            ("dump", DumpCommand.Make),
            ("domjobinfo", MachineJobCommands.Info),
            ("domjobabort", MachineJobCommands.Abort),
            ("console", ConsoleCommand.Make),
            ("ttyconsole", InfoCommands.Terminal),
            ("screenshot", ScreenshotCommand.Make),
            ("send-key", KeyCommands.Send),
            ("inject-nmi", KeyCommands.Nmi),
            ("qemu-monitor-command", MonitorCommand.Make),
            ("qemu-monitor-event", MonitorEventCommand.Make),
        ]),
        ("help.section.definitions",
        [
            ("install", InstallCommand.Make),
            ("define", DefinitionCommands.Define),
            ("create", DefinitionCommands.Create),
            ("edit", EditCommand.Make),
            ("dumpxml", DefinitionCommands.DumpXml),
            ("undefine", DefinitionCommands.Undefine),
            ("desc", NoteCommands.Describe),
            ("metadata", NoteCommands.Metadata),
            ("doctor", AdviceCommands.Doctor),
            ("profile", AdviceCommands.Profile),
            ("version", VersionCommands.Group),
            ("trash", TrashCommands.Group),
        ]),
        ("help.section.changes",
        [
            ("attach-device", DeviceCommands.Attach),
            ("detach-device", DeviceCommands.Detach),
            ("detach-device-alias", DeviceCommands.DetachAlias),
            ("update-device", DeviceCommands.Update),
            ("attach-disk", DiskDeviceCommands.Attach),
            ("detach-disk", DiskDeviceCommands.Detach),
            ("change-media", DiskDeviceCommands.ChangeMedia),
            ("attach-interface", InterfaceDeviceCommands.Attach),
            ("detach-interface", InterfaceDeviceCommands.Detach),
            ("domif-setlink", InterfaceDeviceCommands.SetLink),
            ("domif-getlink", InterfaceDeviceCommands.GetLink),
            ("domiftune", InterfaceSpeedCommand.Make),
            ("blockresize", DiskResizeCommand.Make),
            ("domblkthreshold", DiskThresholdCommand.Make),
            ("setvcpus", SizeCommands.SetVcpus),
            ("setvcpu", SizeCommands.SwitchVcpus),
            ("vcpucount", SizeCommands.CountVcpus),
            ("iothreadinfo", IoThreadCommands.Info),
            ("iothreadadd", IoThreadCommands.Add),
            ("iothreadset", IoThreadCommands.Set),
            ("iothreaddel", IoThreadCommands.Remove),
            ("schedinfo", ResourceCommands.SchedInfo),
            ("memtune", ResourceCommands.MemTune),
            ("blkiotune", ResourceCommands.BlkioTune),
            ("numatune", ResourceCommands.NumaTune),
            ("blkdeviotune", DiskLimitCommand.Make),
            ("vcpupin", PinCommands.Vcpu),
            ("emulatorpin", PinCommands.Emulator),
            ("iothreadpin", PinCommands.IoThread),
            ("setmem", SizeCommands.SetMemory),
            ("setmaxmem", SizeCommands.SetMaximumMemory),
            ("update-memory-device", MemoryDeviceCommand.Make),
        ]),
        ("help.section.information",
        [
            ("dominfo", InfoCommands.Info),
            ("domstate", InfoCommands.State),
            ("domuuid", InfoCommands.Uuid),
            ("domname", InfoCommands.Name),
            ("domid", InfoCommands.Number),
            ("domblklist", InfoCommands.Disks),
            ("domiflist", InfoCommands.Interfaces),
            ("domdisplay", InfoCommands.Display),
            ("vncdisplay", InfoCommands.VncDisplay),
            ("top", TopCommand.Make),
            ("domstats", StatisticsCommands.All),
            ("domblkstat", StatisticsCommands.Block),
            ("domblkinfo", StatisticsCommands.BlockInfo),
            ("domblkerror", InfoCommands.DiskErrors),
            ("domifstat", StatisticsCommands.Interface),
            ("vcpuinfo", PinCommands.VcpuInfo),
            ("dommemstat", MemoryStatisticsCommand.Make),
            ("cpu-stats", StatisticsCommands.Cpu),
            ("perf", PerfCommand.Make),
            ("domdirtyrate-calc", StatisticsCommands.DirtyRate),
            ("domcontrol", StatisticsCommands.Control),
        ]),
        ("help.section.guest",
        [
            ("exec", ExecCommand.Make),
            ("agent-ping", AgentCommands.Ping),
            ("guestinfo", GuestInfoCommands.Info),
            ("domhostname", GuestInfoCommands.Hostname),
            ("domifaddr", AddressCommand.Make),
            ("domfsinfo", GuestInfoCommands.Filesystems),
            ("domfsfreeze", GuestFilesystemCommands.Freeze),
            ("domfsthaw", GuestFilesystemCommands.Thaw),
            ("domfstrim", GuestFilesystemCommands.Trim),
            ("domtime", GuestSettingCommands.Time),
            ("guestvcpus", GuestSettingCommands.Vcpus),
            ("set-user-password", GuestAccountCommands.Password),
            ("get-user-sshkeys", GuestAccountCommands.Keys),
            ("set-user-sshkeys", GuestAccountCommands.SetKeys),
            ("qemu-agent-command", AgentCommands.Command),
            ("guest-agent-timeout", AgentCommands.Limit),
        ]),
        ("help.section.networks",
        [
            ("net-list", NetworkCommands.List),
            ("net-info", NetworkCommands.Info),
            ("net-define", NetworkCommands.Define),
            ("net-create", NetworkCommands.Create),
            ("net-start", NetworkCommands.Start),
            ("net-destroy", NetworkCommands.Destroy),
            ("net-undefine", NetworkCommands.Undefine),
            ("net-dumpxml", NetworkCommands.DumpXml),
            ("net-edit", NetworkCommands.Edit),
            ("net-autostart", NetworkCommands.Autostart),
            ("net-name", NetworkCommands.Name),
            ("net-uuid", NetworkCommands.Uuid),
            ("net-dhcp-leases", NetworkLeaseCommands.Leases),
            ("net-update", NetworkUpdateCommand.Make),
            ("nwfilter-list", NetworkFilterCommands.List),
            ("nwfilter-info", NetworkFilterCommands.Info),
            ("nwfilter-define", NetworkFilterCommands.Define),
            ("nwfilter-undefine", NetworkFilterCommands.Undefine),
            ("nwfilter-dumpxml", NetworkFilterCommands.DumpXml),
            ("nwfilter-edit", NetworkFilterCommands.Edit),
            ("nwfilter-binding-list", FilterBindingCommands.List),
            ("nwfilter-binding-dumpxml", FilterBindingCommands.DumpXml),
            ("nwfilter-binding-create", FilterBindingCommands.Create),
            ("nwfilter-binding-delete", FilterBindingCommands.Delete),
        ]),
        ("help.section.storage",
        [
            ("image", ImageCommands.Group),
            ("pool-list", PoolCommands.List),
            ("pool-info", PoolCommands.Info),
            ("pool-define", PoolDefinitionCommands.Define),
            ("pool-define-as", PoolDefinitionCommands.DefineAs),
            ("pool-create", PoolDefinitionCommands.Create),
            ("pool-create-as", PoolDefinitionCommands.CreateAs),
            ("pool-build", PoolChangeCommands.Build),
            ("pool-start", PoolChangeCommands.Start),
            ("pool-destroy", PoolChangeCommands.Destroy),
            ("pool-undefine", PoolChangeCommands.Undefine),
            ("pool-delete", PoolChangeCommands.Delete),
            ("pool-autostart", PoolChangeCommands.Autostart),
            ("pool-refresh", PoolCommands.Refresh),
            ("pool-dumpxml", PoolDefinitionCommands.DumpXml),
            ("pool-edit", PoolDefinitionCommands.Edit),
            ("pool-name", PoolCommands.Name),
            ("pool-uuid", PoolCommands.Uuid),
            ("vol-list", VolumeCommands.List),
            ("vol-info", VolumeCommands.Info),
            ("vol-create-as", VolumeCommands.Create),
            ("vol-clone", VolumeFactCommands.Clone),
            ("vol-resize", VolumeCommands.Resize),
            ("vol-wipe", VolumeFactCommands.Wipe),
            ("vol-delete", VolumeCommands.Delete),
            ("vol-dumpxml", VolumeFactCommands.DumpXml),
            ("vol-key", VolumeFactCommands.Key),
            ("vol-path", VolumeFactCommands.Path),
            ("vol-name", VolumeFactCommands.Name),
            ("vol-pool", VolumeFactCommands.Pool),
            ("secret-list", SecretCommands.List),
            ("secret-define", SecretCommands.Define),
            ("secret-dumpxml", SecretCommands.DumpXml),
            ("secret-set-value", SecretCommands.SetValue),
            ("secret-get-value", SecretCommands.GetValue),
            ("secret-undefine", SecretCommands.Undefine),
        ]),
        ("help.section.host",
        [
            ("check", HostCommands.Check),
            ("nodeinfo", HostCommands.NodeInfo),
            ("hostname", HostCommands.HostName),
            ("uri", HostCommands.Address),
            ("cpu-models", ProcessorCommands.Models),
            ("capabilities", CapabilityCommands.Host),
            ("domcapabilities", CapabilityCommands.Machine),
            ("sysinfo", CapabilityCommands.Information),
            ("cpu-compare", CpuCommands.Compare),
            ("cpu-baseline", CpuCommands.Baseline),
            ("hypervisor-cpu-compare", CpuCommands.CompareHypervisor),
            ("hypervisor-cpu-baseline", CpuCommands.BaselineHypervisor),
            ("host", HostCommands.Group),
            ("nodecpustats", HostUsageCommands.Processors),
            ("nodememstats", HostUsageCommands.Memory),
            ("nodecpumap", HostUsageCommands.Map),
            ("maxvcpus", HostUsageCommands.MostVcpus),
            ("freecell", HostUsageCommands.Free),
            ("node-memory-tune", HostMemoryCommands.Tune),
            ("freepages", HostMemoryCommands.Free),
            ("allocpages", HostMemoryCommands.Allocate),
            ("os-list", OperatingSystemCommands.List),
            ("os-info", OperatingSystemCommands.Info),
            ("job", JobCommands.Group),
            ("event", EventCommands.Group),
            ("completion", CompletionCommand.Make),
        ]),
        ("help.section.groups",
        [
            ("machine", MachineCommands.Group),
            ("net", NetworkCommands.Group),
            ("nwfilter", NetworkFilterCommands.Group),
            ("pool", PoolCommands.Group),
            ("volume", VolumeCommands.Group),
        ]),
    ];

    /// <summary>The names in the sections of the help.</summary>
    public static IEnumerable<(string Section, IEnumerable<string> Names)> Sections =>
        All.Select(section => (section.Section, section.Commands.Select(command => command.Name)));

    public static IEnumerable<string> Names => All.SelectMany(section => section.Commands).Select(command => command.Name);

    /// <summary>
    /// The commands that the arguments can mean. Most of the time of a short run would go into making the others.
    /// </summary>
    public static CliCommand Build(IReadOnlyList<string> args)
    {
        if (args is [CompleteCommand.Name, ..])
        {
            return Root([(CompleteCommand.Name, CompleteCommand.Make)]);
        }
        var meant = All.SelectMany(section => section.Commands).Where(command => args.Contains(command.Name, StringComparer.Ordinal)).ToList();
        return meant.Count > 0 ? Root(meant) : Build();
    }

    /// <summary>All of them.</summary>
    public static CliCommand Build() => Root(All.SelectMany(section => section.Commands));

    private static CliCommand Root(IEnumerable<(string Name, Func<string, CliCommand> Make)> commands)
    {
        var root = new CliCommand("pando", RootKey, body: null, Version)
        {
            Examples = ["pando check", "pando install --name web1 --image debian-12 --cloud-init user=me,ssh-key=~/.ssh/id_ed25519.pub", "pando list --all", "pando console web1"],
        };
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }
        foreach (var (name, make) in commands)
        {
            root.Add(make(name));
        }
        return root;
    }
}
