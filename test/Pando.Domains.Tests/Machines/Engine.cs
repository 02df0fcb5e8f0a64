using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Pando.Domains.SideProcesses;
using Pando.Host;
using Pando.Jobs;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Host;
using Pando.Model.Ports;
using Pando.Networks;
using Pando.Networks.Filters;
using Pando.Networks.OpenVSwitch;
using Pando.Qemu.Capabilities;
using Pando.Qemu.Firmware;
using Pando.Secrets;
using Pando.State;
using Pando.Storage;

namespace Pando.Domains.Tests.Machines;

/// <summary>
/// The engine of one instance in this process, on a directory of its own: real store, real jobs, real storage, and
/// QEMU, which may be a scripted one.
/// </summary>
internal sealed class Engine : IAsyncDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly SqliteStore _state;
    private readonly SqliteStore _journal;
    private readonly JobRunner _jobs;
    private readonly LocalStorage _storage;

    private Engine(string root, SqliteStore state, SqliteStore journal, EventHub events, SecretStore secrets, QemuSettings qemu, IJobFaults? faults, ISideProgram? beside, PretendedHostSide? hostSide)
    {
        Root = root;
        _state = state;
        _journal = journal;
        Paths = InstancePaths.Under(root);
        (Events, Secrets) = (events, secrets);
        _jobs = new JobRunner(journal, Events, TimeProvider.System, faults: faults);
        _storage = new LocalStorage(new StorageSettings(Paths), state, new DefinitionHistory(state, TimeProvider.System), _jobs, Events, TimeProvider.System);
        Domains = new DomainRegistry(new DomainServices
        {
            Paths = Paths,
            History = new DefinitionHistory(state, TimeProvider.System),
            Jobs = _jobs,
            Events = Events,
            Host = new FixedHost(),
            Disks = _storage.Disks,
            Files = _storage.Files,
            Secrets = secrets,
            Networks = hostSide is null ? AttachmentsOf(state) : hostSide,
            HostDevices = hostSide is null ? new HostDevices() : hostSide,
            Confinement = new Unconfined(),
            Resources = new Unlimited(),
            Volumes = _storage.Volumes,
            Installers = _storage.Installers,
            OperatingSystems = new KnownSystems(),
            Capabilities = new QemuCapabilityCache(new QemuProbe(TimeProvider.System, Paths.Run, null, Limit), Paths.Cache),
            Firmware = FirmwareCatalog.OfHost(),
            Qemu = qemu,
            Loggers = NullLoggerFactory.Instance,
            SidePrograms = services => beside is null ? SidePrograms.Of(services) : [beside],
        });
    }

    private HostNetworkAttachments AttachmentsOf(SqliteStore state)
    {
        var services = new NetworkServices
        {
            Paths = Paths,
            History = new DefinitionHistory(state, TimeProvider.System),
            Jobs = _jobs,
            Events = Events,
            Time = TimeProvider.System,
            Switch = SwitchAccess.At("/nonexistent/db.sock"),
            Loggers = NullLoggerFactory.Instance,
        };
        var networks = new NetworkRegistry(services);
        return new HostNetworkAttachments(networks, new NetworkFilterRegistry(services, networks), services);
    }

    public string Root { get; }

    public InstancePaths Paths { get; }

    public EventHub Events { get; }

    public SecretStore Secrets { get; }

    public IJobs Jobs => _jobs;

    public DomainRegistry Domains { get; }

    /// <summary>The stand-in for QEMU that obeys a script.</summary>
    public static string ScriptedQemu { get; } = Path.Combine(Repository(), "test", "Pando.ScriptedQemu", "bin", "Debug", "net10.0", "Pando.ScriptedQemu");

    public static async Task<Engine> OpenAsync(string? root = null, QemuSettings? qemu = null, IJobFaults? faults = null, ISideProgram? beside = null, PretendedHostSide? hostSide = null)
    {
        root ??= Directory.CreateTempSubdirectory("pando-engine-").FullName;
        var paths = InstancePaths.Under(root);
        foreach (var directory in new[] { paths.Run, paths.Lib, paths.Log, paths.Cache, paths.DefaultPool, paths.ImageStore })
        {
            Directory.CreateDirectory(directory);
        }
        var state = await SqliteStore.OpenAsync(paths.StateDatabase);
        var journal = await SqliteStore.OpenAsync(paths.JournalDatabase);
        var events = new EventHub(TimeProvider.System);
        var secrets = await SecretStore.OpenAsync(state, events, paths.Secrets);
        var engine = new Engine(root, state, journal, events, secrets, qemu ?? new QemuSettings(), faults, beside, hostSide);
        await engine._storage.StartAsync();
        await engine._jobs.RecoverAsync();
        await engine.Domains.OpenAsync();
        return engine;
    }

    /// <summary>Settings with QEMU's place taken by a program that obeys this script.</summary>
    public static QemuSettings Scripted(string script)
    {
        var directory = Directory.CreateTempSubdirectory("pando-script-").FullName;
        var file = Path.Combine(directory, "script");
        File.WriteAllText(file, script);
        var program = Path.Combine(directory, "qemu");
        // What the arguments of a test cannot say: which script.
        File.WriteAllText(program, $"#!/bin/sh\nexec {ScriptedQemu} --script {file} \"$@\"\n");
        File.SetUnixFileMode(program, (UnixFileMode)0x1ed);
        return new QemuSettings
        {
            Binary = program,
            StartLimit = TimeSpan.FromSeconds(5),
            CommandLimit = TimeSpan.FromSeconds(2),
            TermLimit = TimeSpan.FromSeconds(1),
            HeartbeatInterval = TimeSpan.FromMilliseconds(200),
            HeartbeatLimit = TimeSpan.FromMilliseconds(500),
        };
    }

    /// <summary>Leaves everything as it is, as a daemon that is restarted does.</summary>
    public async Task CloseAsync()
    {
        await Domains.DisposeAsync();
        await _jobs.DisposeAsync();
        await _journal.DisposeAsync();
        await _state.DisposeAsync();
        _storage.Dispose();
        Secrets.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var view in Domains.List().Where(view => view.Live is not null))
        {
            await Domains.Request(view.Id, new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Limit);
        }
        await CloseAsync();
        Directory.Delete(Root, recursive: true);
    }

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    private sealed class FixedHost : IHostFacts
    {
        public long MemoryTotalKiB => 8L * 1024 * 1024;

        public int ProcessorsOnline => 2;

        public HostTopology Topology() => new(
            [new HostNumaNode { Number = 0, MemoryKiB = MemoryTotalKiB, FreeKiB = MemoryTotalKiB, Processors = [new(0, 0, 0, false), new(1, 0, 1, false)] }]);

        public SmbiosInfo? Smbios() => new() { System = new SmbiosSystem { Manufacturer = "A, B & Sons" } };

        public HostHardware Hardware() => new() { Uuid = Guid.Empty, Architecture = "x86_64" };

        public HostInformation? Information() => null;

        public ValueTask<AcceleratorVerdict> AcceleratorAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new AcceleratorVerdict(Accelerator.Tcg, "A test does without.", "test"));
    }
}
