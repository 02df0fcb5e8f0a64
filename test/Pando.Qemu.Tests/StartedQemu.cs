using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pando.Linux.Files;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;
using Pando.Qmp;

namespace Pando.Qemu.Tests;

/// <summary>A real QEMU started from a definition the way the daemon does it, with files and sockets opened for it.</summary>
internal sealed class StartedQemu : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _words;
    private readonly SpawnedProcess _process;
    private readonly HostSide _side;

    private StartedQemu(SpawnedProcess process, string words, HostSide side)
    {
        _process = process;
        _words = words;
        _side = side;
    }

    public QmpSession Session { get; private set; } = null!;

    public int Pid => _process.Pid;

    /// <summary>What it wrote on standard error.</summary>
    public string Words => File.ReadAllText(_words).Trim();

    /// <summary>Starts it and negotiates; when it ends instead, throws with its words.</summary>
    public static async Task<StartedQemu> StartAsync(
        DomainDefinition definition, string folder, OpenedImage? code = null, OpenedImage? variables = null)
    {
        string here = Path.Combine(folder, Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(here);
        DomainDefinition named = DeviceAliases.Assign(definition);
        using Socket monitor = UnixListener.Bind(Path.Combine(here, "qmp"));
        Dictionary<string, Socket> listeners = Listeners(named, here);
        Dictionary<string, OpenedDisk> disks = named.Devices.Disks.Items.Where(disk => DiskImages.Of(disk).Count > 0)
            .ToDictionary(disk => disk.TargetName, Open);
        HostSide side = await HostSide.StartAsync(named.Devices, here);
        Dictionary<string, SafeHandle> files = DeviceFiles.Of(named).ToDictionary(file => file.Key, Open);
        try
        {
            QemuCommandLine line = CommandLineBuilder.Build(new CommandLineRequest(
                named,
                await InstalledQemu.CapabilitiesAsync(),
                Accelerator.Tcg,
                new GuestDescriptors
                {
                    Monitor = monitor.SafeHandle,
                    Listeners = listeners.ToDictionary(pair => pair.Key, SafeHandle (pair) => pair.Value.SafeHandle),
                    Disks = disks,
                    // The folder itself stands for whatever is shared.
                    Directories = StorageSide.Directories(named.Devices).ToDictionary(alias => alias, SafeHandle (_) => PathWalk.OpenDirectory(here)),
                    Files = files,
                    Interfaces = side.Interfaces,
                    Connections = side.Connections,
                    FirmwareCode = code,
                    FirmwareVariables = variables,
                },
                TestMachine.StartedAt));
            string words = Path.Combine(here, "words");
            using Microsoft.Win32.SafeHandles.SafeFileHandle output = File.OpenHandle(words, FileMode.CreateNew, FileAccess.Write);
            SpawnedProcess process = ProcessSpawner.Start(new SpawnRequest
            {
                Program = InstalledQemu.Path,
                Arguments = line.Words,
                Descriptors = line.Descriptors.Inherited,
                Output = output,
                RunAs = InstalledQemu.Unprivileged,
                NoNewPrivileges = true,
            });
            monitor.Dispose();
            return await ConnectAsync(new StartedQemu(process, words, side), Path.Combine(here, "qmp"), line.BeforeCont);
        }
        finally
        {
            listeners.Values.ToList().ForEach(listener => listener.Dispose());
            disks.Values.ToList().ForEach(disk => disk.Dispose());
            files.Values.ToList().ForEach(file => file.Dispose());
            side.Dispose();
        }
    }

    public async Task<int?> QuitAsync()
    {
        await Session.ExecuteAsync(new Quit());
        return (await _process.Handle.WaitForExitAsync().WaitAsync(Patience))!.Code;
    }

    public async ValueTask DisposeAsync()
    {
        if (Session is not null)
        {
            await Session.DisposeAsync();
        }

        _process.Handle.Signal(9);
        await _process.Handle.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _side.End();
    }

    public static OpenedImage OpenImage(string path, string format, bool readOnly) => new(
        path, format, readOnly, File.OpenHandle(path, FileMode.Open, readOnly ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite), 0, 0);

    private static async Task<StartedQemu> ConnectAsync(StartedQemu qemu, string address, IReadOnlyList<QmpVerb<Nothing>> first)
    {
        try
        {
            Socket socket = await UnixConnect.ConnectAsync(address, Patience);
            qemu.Session = await QmpSession.ConnectAsync(
                socket, new QmpOptions(TimeProvider.System, Patience) { GreetingLimit = Patience }, CancellationToken.None);
            foreach (QmpVerb<Nothing> verb in first)
            {
                await qemu.Session.ExecuteAsync(verb);
            }

            return qemu;
        }
        catch (QmpException e)
        {
            if (e is QmpClosedException)
            {
                await qemu._process.Handle.WaitForExitAsync().WaitAsync(Patience);
            }

            await qemu.DisposeAsync();
            throw new QemuDiedException($"{e.Message}: {qemu.Words}");
        }
        catch
        {
            await qemu.DisposeAsync();
            throw;
        }
    }

    private static Dictionary<string, Socket> Listeners(DomainDefinition definition, string folder)
    {
        return CharacterEnds.Of(definition.Devices).Where(end => end.Backend is UnixBackend { Listens: true })
            .Select(end => end.Device.Alias!.Value.Name)
            .Distinct()
            .ToDictionary(alias => alias, alias => UnixListener.Bind(Path.Combine(folder, alias)));
    }

    private static SafeHandle Open(DeviceFile file) =>
        file.Use == GuestFileUse.Append ? PathWalk.OpenToAppend(file.Path) : PathWalk.OpenDevice(file.Path, file.Use == GuestFileUse.ReadDevice ? FileAccess.Read : FileAccess.ReadWrite);

    private static OpenedDisk Open(DiskDevice disk) => new([.. DiskImages.Of(disk).Select(image => OpenImage(image.Path, image.Format, image.ReadOnly))]);
}

/// <summary>QEMU did not take what it was given; the message has its words.</summary>
internal sealed class QemuDiedException(string message) : Exception(message);
