using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pando.Domains.Guests;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;
using Pando.Qemu;
using Pando.Qemu.Processors;
using Pando.Qmp;

namespace Pando.Domains.Starting;

/// <summary>A QEMU process that was started and has not answered yet.</summary>
/// <param name="Definition">With every alias and path as QEMU has it.</param>
/// <param name="Accelerator">What runs the guest.</param>
/// <param name="Process">The process.</param>
/// <param name="MonitorPath">Where its monitor listens.</param>
/// <param name="Words">What it writes.</param>
/// <param name="BeforeCont">Commands that must come before the guest runs.</param>
/// <param name="Processor">What must be found of the guest's processor before that.</param>
internal sealed record LaunchedQemu(
    DomainDefinition Definition, AcceleratorVerdict Accelerator, SpawnedProcess Process, string MonitorPath, GuestWords Words,
    IReadOnlyList<QmpVerb<Nothing>> BeforeCont, ProcessorPromise Processor);

/// <summary>Starts QEMU with the descriptors it needs, and waits until it answers.</summary>
internal sealed partial class QemuLauncher(DomainServices services)
{
    private readonly DisplayPorts _ports = new();
    private readonly ILogger _log = services.Loggers.CreateLogger<QemuLauncher>();

    /// <summary>The variable of its environment by which a process is found whose start was not noted any more.</summary>
    public const string JobMark = "PANDO_JOB";

    /// <summary>Binds the sockets and builds the command line.</summary>
    public async Task<PreparedQemu> PrepareAsync(StartRun run, DomainId id, CancellationToken cancellationToken)
    {
        try
        {
            return await BuildAsync(run, id, cancellationToken);
        }
        catch
        {
            Settle(id);
            throw;
        }
    }

    private async Task<PreparedQemu> BuildAsync(StartRun run, DomainId id, CancellationToken cancellationToken)
    {
        var accelerator = run.Definition.Type == DomainType.Qemu
            ? new AcceleratorVerdict(Accelerator.Tcg)
            : await services.Host.AcceleratorAsync(cancellationToken);
        var binary = run.Definition.Devices.EmulatorPath ?? services.Qemu.Binary;
        var capabilities = await services.Capabilities.GetAsync(binary, accelerator.Accelerator, cancellationToken);
        var directory = services.Paths.DomainRun(id);
        var certificates = GuestCertificates.Prepare(services.Paths, run.Definition, directory, services.Qemu.RunAs);
        var definition = GuestSockets.Place(DeviceAliases.Assign(run.Definition), directory);
        definition = _ports.Promise(definition, certificates.ContainsKey(Certificates.Spice));
        var monitorPath = Adopting.Adoption.MonitorPath(directory);
        var monitor = UnixListener.Bind(monitorPath);
        GuestSockets? sockets = null;
        try
        {
            sockets = GuestSockets.Listen(definition);
            var bootable = definition with
            {
                Os = await KernelFiles.ReadableAsync(definition, directory, QemuEnclosure.RunAs(services.Qemu.RunAs, run.Confinement!), services.Disks, cancellationToken),
                FirmwareConfig = await KernelFiles.ReadableEntriesAsync(definition, directory, QemuEnclosure.RunAs(services.Qemu.RunAs, run.Confinement!), services.Disks, cancellationToken),
            };
            var command = CommandLineBuilder.Build(new CommandLineRequest(
                bootable, capabilities, accelerator.Accelerator, Descriptors(run, monitor.SafeHandle, sockets) with { Certificates = certificates }, services.Time.GetLocalNow())
            {
                Incoming = run.Saved is not null,
                MemoryDirectory = MemoryFolder.Prepare(definition, services),
                HostSmbios = definition.Os.Smbios == SmbiosMode.Host ? services.Host.Smbios() : null,
            });
            return new PreparedQemu(binary, command.Definition with { Os = definition.Os, FirmwareConfig = definition.FirmwareConfig }, accelerator, command, monitorPath, monitor, sockets);
        }
        catch
        {
            sockets?.Dispose();
            monitor.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Starts the process and puts it into the machine's control group while it waits before its first instruction.
    /// </summary>
    /// <param name="run">What was prepared.</param>
    /// <param name="job">The start's own id.</param>
    /// <param name="note">Writes the process down, before QEMU runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LaunchedQemu> LaunchAsync(
        StartRun run, string job, Func<ProcessIdentity, ValueTask> note, CancellationToken cancellationToken)
    {
        using var prepared = run.Prepared!;
        var command = prepared.Command;
        var id = prepared.Definition.Id;
        var enclosure = await services.Confinement.EncloseAsync(
            run.Order!, run.Confinement!, prepared.Binary, [.. OpenedPaths.Of(command.Arguments), .. HandedDirectories.Of(prepared.Definition, run.Files!)],
            OpenedPaths.Handed(command.Arguments), cancellationToken);
        using var words = GuestWords.Open(services.Paths.DomainLog(prepared.Definition.Name), prepared.Binary, command.Words, services.Time);
        var request = new SpawnRequest
        {
            Program = prepared.Binary,
            Arguments = command.Words,
            Environment = Environment(job, run.Order!.OwnDirectory, prepared.Definition.QemuExtras),
            Descriptors = command.Descriptors.Inherited,
            Output = words.Handle,
            RunAs = QemuEnclosure.RunAs(services.Qemu.RunAs, run.Confinement!),
        };
        using var waiting = await StartAsync(run, request, enclosure, cancellationToken);
        try
        {
            await services.Confinement.EnterAsync(id, run.Confinement!, waiting.Process.Pid, cancellationToken);
            services.Resources.Apply(run.Definition, before: null, run.Confinement!);
            await note(waiting.Process.Identity);
        }
        catch
        {
            waiting.Process.Dispose();
            throw;
        }
        waiting.Release();
        return new LaunchedQemu(prepared.Definition, prepared.Accelerator, waiting.Process, prepared.MonitorPath, words, command.BeforeCont, command.Processor);
    }

    private async Task<WaitingProcess> StartAsync(StartRun run, SpawnRequest request, GuestEnclosure enclosure, CancellationToken cancellationToken)
    {
        try
        {
            return await StartEnclosedAsync(run, request, enclosure, cancellationToken);
        }
        catch (UserNamespaceException refused) when (enclosure.OwnUsers)
        {
            // There was one when it was tried; since then the kernel's limit was lowered or reached. The others still hold.
            LogNoUserNamespace(_log, refused, run.Definition.Name);
            run.Confinement = (run.Confinement! with { OwnUsers = false }).Without("users.refused");
            return await StartEnclosedAsync(run, request, enclosure with { OwnUsers = false }, cancellationToken);
        }
    }

    private async Task<WaitingProcess> StartEnclosedAsync(
        StartRun run, SpawnRequest request, GuestEnclosure enclosure, CancellationToken cancellationToken)
    {
        var confined = QemuEnclosure.Confine(request, enclosure, run.Order!.RunDirectory);
        using var files = confined.Enclosure;
        return await QemuExecution.StartWaitingAsync(confined, services.Qemu.StartLimit, cancellationToken);
    }

    /// <summary>Waits for QEMU's greeting. A process that ends before is told with its own words.</summary>
    public async Task<QmpSession> ConnectAsync(string name, LaunchedQemu qemu, CancellationToken cancellationToken)
    {
        try
        {
            var socket = await UnixConnect.ConnectAsync(qemu.MonitorPath, services.Qemu.StartLimit, cancellationToken);
            var options = new QmpOptions(services.Time, services.Qemu.CommandLimit) { GreetingLimit = services.Qemu.StartLimit };
            return await QmpSession.ConnectAsync(socket, options, cancellationToken);
        }
        catch (Exception e) when (e is QmpTimeoutException or TimeoutException)
        {
            throw new PeerException(
                ErrorCodes.Domain.QemuSilent, qemu.Words.Said(), e, ("name", name), ("waited", Waited.Seconds(services.Qemu.StartLimit)), ("for", "QMP"));
        }
        catch (Exception e) when (e is QmpException or IOException or SocketException)
        {
            throw await ExitedAsync(name, qemu, e, cancellationToken);
        }
    }

    /// <summary>Whatever ports were promised are bound by now, or not wanted any more.</summary>
    public void Settle(DomainId id) => _ports.Release(id);

    /// <summary>Does what must come first, and fills in what QEMU chose by itself: terminals and ports.</summary>
    public async Task<DomainDefinition> LearnAsync(string name, LaunchedQemu qemu, QmpSession session, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var verb in qemu.BeforeCont)
            {
                await session.ExecuteAsync(verb, null, cancellationToken);
            }
            var definition = qemu.Definition.Cpu is { } cpu
                ? qemu.Definition with { Cpu = await qemu.Processor.KeptAsync(cpu, session, cancellationToken) }
                : qemu.Definition;
            return await ChosenByQemu.FillInAsync(definition, session, cancellationToken);
        }
        catch (QmpClosedException e)
        {
            throw await ExitedAsync(name, qemu, e, cancellationToken);
        }
        catch (QmpException e)
        {
            throw QemuErrors.Of(e, name);
        }
    }

    private async Task<PandoException> ExitedAsync(string name, LaunchedQemu qemu, Exception cause, CancellationToken cancellationToken)
    {
        // The connection breaks a moment before the process is gone, and its words are complete only then.
        var status = await qemu.Process.Handle.WaitForExitAsync(cancellationToken).WaitAsync(services.Qemu.TermLimit, services.Time, cancellationToken)
            .ContinueWith(static ended => ended.IsCompletedSuccessfully ? ended.GetAwaiter().GetResult() : null, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        return new PeerException(
            ErrorCodes.Domain.QemuExited, qemu.Words.Said(), cause, ("name", name), ("status", status?.ToString() ?? "—"));
    }

    internal static GuestDescriptors Descriptors(StartRun run, SafeHandle monitor, GuestSockets sockets) => new()
    {
        Monitor = monitor,
        Listeners = sockets.ByAlias.ToDictionary(static pair => pair.Key, static pair => (SafeHandle)pair.Value.SafeHandle, StringComparer.Ordinal),
        Disks = run.Files!.Disks,
        Files = run.Files.Others.Select(static pair => (pair.Key, Handle: (SafeHandle)pair.Value)).Concat(run.Files.Taken.Select(static pair => (pair.Key, Handle: pair.Value)))
            .ToDictionary(static pair => pair.Key, static pair => pair.Handle, StringComparer.Ordinal),
        Interfaces = run.Files.Interfaces,
        Nodes = run.Files.Nodes,
        AbsentDevices = run.Files.Absent,
        Directories = run.Files.Directories,
        Connections = run.Beside.Where(static beside => beside.Connection is not null)
            .Select(static beside => (Alias: beside.Order.Name, Socket: beside.Connection!))
            .Concat(run.Files.Connections.Select(static pair => (Alias: pair.Key, Socket: pair.Value)))
            .ToDictionary(static end => end.Alias, static end => (SafeHandle)end.Socket.SafeHandle, StringComparer.Ordinal),
        Sockets = run.Beside.Where(static beside => beside.Order.ReachedByPath)
            .ToDictionary(static beside => beside.Order.Name, static beside => beside.Order.SocketPath, StringComparer.Ordinal),
        Secrets = run.Files.Secrets,
        FirmwareCode = run.Files.FirmwareCode,
        FirmwareVariables = run.Files.FirmwareVariables,
    };

    /// <summary>Nothing of the daemon's own: QEMU needs no more than to find its modules and to speak English in its log.</summary>
    private static Dictionary<string, string> Environment(string job, string ownDirectory, QemuExtras extras)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
            ["LC_ALL"] = "C",
            ["HOME"] = "/",
            // The one place that it may write to.
            ["TMPDIR"] = ownDirectory,
        };
        foreach (var (name, value) in extras.Environment)
        {
            all[name] = value ?? "";
        }
        // Last: the undo of a start finds its process by it.
        all[JobMark] = job;
        return all;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Machine {Machine} could be given no user namespace of its own and starts without one")]
    private static partial void LogNoUserNamespace(ILogger log, Exception failure, string machine);
}
