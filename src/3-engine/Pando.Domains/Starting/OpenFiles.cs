using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pando.Domains.Disks;
using Pando.Linux.Files;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;

namespace Pando.Domains.Starting;

/// <summary>The files a guest gets: opened by us, handed over as descriptors.</summary>
internal sealed class GuestFiles : IDisposable
{
    /// <summary>Disks by their target name.</summary>
    public Dictionary<string, OpenedDisk> Disks { get; } = new(StringComparer.Ordinal);

    /// <summary>What devices name besides, by the key that QEMU's arguments have for it.</summary>
    public Dictionary<string, SafeFileHandle> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>Shared directories by the alias of their device.</summary>
    public Dictionary<string, SafeHandle> Directories { get; } = new(StringComparer.Ordinal);

    /// <summary>The host's ends of interfaces, by the alias of their device.</summary>
    public Dictionary<string, OpenedInterface> Interfaces { get; } = new(StringComparer.Ordinal);

    /// <summary>Devices of the host, by alias.</summary>
    public Dictionary<string, SafeHandle> Taken { get; } = new(StringComparer.Ordinal);

    /// <summary>Nodes of the host's devices that QEMU opens by their names, by alias.</summary>
    public Dictionary<string, string> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Devices of the host, by alias, that may be absent and are.</summary>
    public HashSet<string> Absent { get; } = new(StringComparer.Ordinal);

    /// <summary>Connections to servers of disks and shared directories, by the alias of their device.</summary>
    public Dictionary<string, Socket> Connections { get; } = new(StringComparer.Ordinal);

    /// <summary>Memory with a secret each, by what QEMU's arguments call it.</summary>
    public Dictionary<string, SafeHandle> Secrets { get; } = new(StringComparer.Ordinal);

    public OpenedImage? FirmwareCode { get; set; }

    public OpenedImage? FirmwareVariables { get; set; }

    /// <summary>What it only reads and no other machine is kept from: the firmware's code.</summary>
    public IEnumerable<HeldFile> Read =>
        FirmwareCode is { } code ? [new HeldFile(code.Path, code.Device, code.Inode, FileUse.Read)] : [];

    public void Dispose()
    {
        foreach (var disk in Disks.Values)
        {
            disk.Dispose();
        }
        foreach (var other in Others.Values)
        {
            other.Dispose();
        }
        foreach (var other in Directories.Values.Cast<IDisposable>().Concat(Connections.Values).Concat(Secrets.Values))
        {
            other.Dispose();
        }
        foreach (var connected in Interfaces.Values)
        {
            connected.Dispose();
        }
        foreach (var taken in Taken.Values)
        {
            taken.Dispose();
        }
        FirmwareCode?.Dispose();
        FirmwareVariables?.Dispose();
    }
}

/// <summary>Opens every file of the machine and claims it against other machines.</summary>
internal sealed class OpenFiles(DomainServices services, DiskClaims claims, DomainId id, StartRun? run) : JobStep
{
    public override string Name => "open-files";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        // What is opened and started for a device goes by its alias.
        run!.Definition = DeviceAliases.Assign(run.Definition);
        var files = run.Files = new GuestFiles();
        var held = new List<HeldFile>();
        await OpenDisksAsync(files, held, cancellationToken);
        if (run.Definition.Os.Loader is { Path: { } code })
        {
            files.FirmwareCode = await OpenFileAsync(code, readOnly: true, run.Definition.Name, cancellationToken);
        }
        if (run.Definition.Os.Nvram is { Path: { } variables })
        {
            files.FirmwareVariables = await OpenFileAsync(variables, readOnly: false, run.Definition.Name, cancellationToken);
            held.Add(new HeldFile(variables, files.FirmwareVariables.Device, files.FirmwareVariables.Inode, FileUse.Write));
        }
        foreach (var file in DeviceFiles.Of(run.Definition))
        {
            if (await OpenAsync(file, run.Definition.Name, held, cancellationToken) is { } opened)
            {
                files.Others[file.Key] = opened;
            }
        }
        held.AddRange(await new MemoryFiles(services).PrepareAsync(run.Definition, job, cancellationToken));
        claims.Take(id, run.Definition.Name, held);
        run.Held = held;
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        // Also where devices are plugged into a machine that has files already: those stay its own.
        claims.Release(id, run?.Held ?? []);
        run?.Files?.Dispose();
        await new MemoryFiles(services).UndoAsync(job, cancellationToken);
    }

    private static HeldFile Held(OpenedImage image, DiskDevice disk) =>
        new(image.Path, image.Device, image.Inode, image.ReadOnly ? FileUse.Read : disk.Shareable ? FileUse.SharedWrite : FileUse.Write) { Labels = LabelsOf(disk, image.Path) };

    /// <summary>An image without labels of its own has those of the disk that stands on it.</summary>
    private static EquatableArray<DeviceSeclabel> LabelsOf(DiskDevice disk, string path)
    {
        for (var below = disk.Backing; below?.Source is { } source; below = below.Next)
        {
            if (source.HostPath == path && !source.Labels.IsEmpty)
            {
                return source.Labels;
            }
        }
        return disk.Source?.Labels ?? default;
    }

    private async Task OpenDisksAsync(GuestFiles files, List<HeldFile> held, CancellationToken cancellationToken)
    {
        run!.Definition = await LeaveOutAsync(run.Definition, cancellationToken);
        var devices = run.Definition.Devices;
        var opening = new DiskOpening(services, run.Definition);
        foreach (var disk in devices.Disks)
        {
            if (await opening.OpenAsync(disk, cancellationToken) is { } opened)
            {
                files.Disks[disk.TargetName] = opened;
                held.AddRange(opened.Chain.Select(image => Held(image, disk)));
            }
            if (disk.Source is DirectorySource folder)
            {
                files.Directories[disk.Alias!.Value.Name] = await opening.OpenDirectoryAsync(folder.Path, cancellationToken);
            }
            if (disk.Source is VhostUserSource { Reconnect: not { Enabled: true } } server)
            {
                files.Connections[disk.Alias!.Value.Name] = await opening.ConnectAsync(server.SocketPath, disk.TargetName, cancellationToken);
            }
        }
        foreach (var shared in devices.Filesystems)
        {
            if (shared.Driver != FilesystemDriver.VirtioFs)
            {
                files.Directories[shared.Alias!.Value.Name] = await opening.OpenDirectoryAsync(shared.SourcePath!, cancellationToken);
            }
            else if (shared.SocketPath is { } socket)
            {
                files.Connections[shared.Alias!.Value.Name] = await opening.ConnectAsync(socket, shared.Tag, cancellationToken);
            }
        }
        foreach (var card in devices.Interfaces)
        {
            // A QEMU that runs does not see the socket by its name any more.
            if (run.Joined is not null && card.Source is VhostUserNetworkSource { Listens: false } user)
            {
                files.Connections[card.Alias!.Value.Name] = await opening.ConnectAsync(user.Path, card.Alias!.Value.Name, cancellationToken);
            }
        }
        foreach (var (key, secret) in opening.Secrets())
        {
            files.Secrets[key] = secret;
        }
    }

    /// <summary>The machine without the media that may be missing and are.</summary>
    private async Task<DomainDefinition> LeaveOutAsync(DomainDefinition machine, CancellationToken cancellationToken)
    {
        var kept = new List<DiskDevice>();
        foreach (var disk in machine.Devices.Disks)
        {
            if (disk is not { StartupPolicy: StartupPolicy.Optional, Source.HostPath: { } path } || await ExistsAsync(path, cancellationToken))
            {
                kept.Add(disk);
            }
            else if (disk.Kind is DiskKind.CdRom or DiskKind.Floppy)
            {
                kept.Add(disk with { Source = null, EmptyKind = disk.Source is BlockSource ? DiskSourceKind.Block : DiskSourceKind.File });
            }
        }
        return machine with { Devices = machine.Devices with { Disks = kept.ToEquatableArray() } };
    }

    private async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var image = await services.Disks.OpenFileAsync(path, readOnly: true, cancellationToken);
            return true;
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Storage.PathMissing)
        {
            return false;
        }
        catch (PandoException)
        {
            // There, and not to be had: the start says why.
            return true;
        }
    }

    /// <summary>Null where QEMU opens it by its name: an input device, or two pipes that stand for one.</summary>
    private async ValueTask<SafeFileHandle?> OpenAsync(DeviceFile file, string name, List<HeldFile> held, CancellationToken cancellationToken)
    {
        try
        {
            var opened = await services.Files.OpenAsync(file.Path, file.Use, cancellationToken);
            if (!file.OpenedByQemu)
            {
                if (!file.Labels.IsEmpty)
                {
                    var identity = FileIdentity.Of(opened);
                    held.Add(new HeldFile(file.Path, identity.Device, identity.Inode, FileUse.SharedWrite) { Alias = file.Key, Labels = file.Labels });
                }
                return opened;
            }
            opened.Dispose();
            held.Add(ForQemu(file.Path, name) with { Alias = file.Key, Labels = file.Labels });
            return null;
        }
        catch (CallerException e) when (file.MayBePair && e.Code == ErrorCodes.Storage.PathMissing)
        {
            foreach (var end in new[] { ".in", ".out" })
            {
                await OpenAsync(new DeviceFile(file.Key, file.Path + end, file.Use, OpenedByQemu: true) { Labels = file.Labels }, name, held, cancellationToken);
            }
            return null;
        }
        catch (PandoException e) when (e is not PeerException)
        {
            throw UnavailableFile.Of(e, name, file.Path);
        }
    }

    /// <summary>Its owner is QEMU's user while the machine runs; the way to it must be open already.</summary>
    private HeldFile ForQemu(string path, string name)
    {
        var status = PathWalk.Status(path);
        return services.Qemu.RunAs is { } user && PathAccess.Refusal(path, user.Uid, user.Gid, AccessModes.Read | AccessModes.Write, user.Groups) is { } refusal && refusal.Component != path
            ? throw new CallerException(ErrorCodes.Domain.DiskUnavailable,
                ("name", name), ("path", path), ("component", refusal.Component), ("reason", "domain.reason.not-for-qemu"))
            : new HeldFile(path, status.Identity.Device, status.Identity.Inode, FileUse.SharedWrite) { OpenedByQemu = true };
    }

    private async ValueTask<OpenedImage> OpenFileAsync(string path, bool readOnly, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await services.Disks.OpenFileAsync(path, readOnly, cancellationToken);
        }
        catch (PandoException e) when (e is not PeerException)
        {
            throw UnavailableFile.Of(e, name, path);
        }
    }
}
