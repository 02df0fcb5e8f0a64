using System.Globalization;
using System.Text;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Machine;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// virtiofsd, for each directory that is shared over virtiofs. It changes the owners of files to those the guest says, so that it runs
/// as the daemon's own user, and confines itself to the directory.
/// </summary>
internal sealed class VirtiofsdProgram(QemuSettings settings) : ISideProgram
{
    public string Kind => "virtiofsd";

    public ValueTask<IReadOnlyList<SideProcessOrder>> PlanAsync(DomainDefinition definition, string directory, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SideProcessOrder>>(
        [
            .. definition.Devices.Filesystems.Items
                .Where(shared => shared is { Driver: FilesystemDriver.VirtioFs, SourcePath: not null })
                .Select(shared => Order(shared, definition, directory)),
        ]);

    private SideProcessOrder Order(FilesystemDevice shared, DomainDefinition definition, string directory)
    {
        if (!SharedMemory.IsOf(definition))
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"filesystem {shared.Tag}"), ("reason", "qemu.reason.needs-shared-memory"));
        }
        if (shared.SourcePath!.Contains(',', StringComparison.Ordinal))
        {
            // It ends the path in virtiofsd's options, and how it is written there differs from version to version.
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"filesystem {shared.Tag}"), ("reason", "qemu.reason.comma-in-path"));
        }
        var alias = shared.Alias!.Value.Name;
        return new SideProcessOrder
        {
            Name = alias,
            Program = shared.Server.ProgramPath ?? VhostUserPrograms.Find(settings.VhostUserFolder, "fs") ?? throw new CallerException(
                ErrorCodes.Domain.SideProgramMissing, ("name", definition.Name), ("process", Kind), ("device", $"filesystem {shared.Tag}")),
            Arguments = Arguments(shared),
            SocketPath = Path.Combine(directory, $"{alias}-fs.sock"),
        };
    }

    private static List<string> Arguments(FilesystemDevice shared)
    {
        var server = shared.Server;
        var options = new StringBuilder("source=").Append(shared.SourcePath);
        Append("cache=" + server.Cache?.ToString().ToLowerInvariant(), server.Cache is not null);
        Append("sandbox=" + server.Sandbox?.ToString().ToLowerInvariant(), server.Sandbox is not null);
        Switch("xattr", server.ExtendedAttributes);
        Switch("flock", server.Flocks);
        Switch("posix_lock", server.PosixLocks);
        List<string> arguments = [string.Create(CultureInfo.InvariantCulture, $"--fd={SideProcessOrder.ListenerNumber}"), "-o", options.ToString()];
        if (server.Threads is { } threads)
        {
            arguments.Add(string.Create(CultureInfo.InvariantCulture, $"--thread-pool-size={threads}"));
        }
        return arguments;

        void Append(string option, bool said) => options.Append(said ? "," + option : "");

        void Switch(string option, bool? on) => Append((on == true ? "" : "no_") + option, on is not null);
    }
}
