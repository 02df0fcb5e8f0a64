using System.Globalization;
using Pando.Domains.Starting;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Domains.SideProcesses;

/// <summary>
/// qemu-pr-helper, for each disk whose guest reserves it by SCSI commands: the kernel takes those only from a process with
/// CAP_SYS_RAWIO, which QEMU is not. It drops every other privilege by itself, and QEMU sends it the disk's descriptor.
/// </summary>
internal sealed class ReservationsProgram(QemuSettings settings) : ISideProgram
{
    private static readonly string[] Places = ["/usr/bin/qemu-pr-helper", "/usr/libexec/qemu-pr-helper"];

    public string Kind => "qemu-pr-helper";

    public ValueTask<IReadOnlyList<SideProcessOrder>> PlanAsync(DomainDefinition definition, string directory, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<SideProcessOrder>>([.. definition.Devices.Disks.Items.Where(IsManaged).Select(disk => Order(disk, definition, directory))]);

    private static bool IsManaged(DiskDevice disk) => DiskImages.Sources(disk).Any(static source => source is BlockSource { Reservations.Managed: true });

    private SideProcessOrder Order(DiskDevice disk, DomainDefinition definition, string directory)
    {
        var alias = disk.Alias!.Value.Name;
        return new SideProcessOrder
        {
            Name = alias,
            Program = Places.FirstOrDefault(File.Exists) ?? throw new CallerException(
                ErrorCodes.Domain.SideProgramMissing, ("name", definition.Name), ("process", Kind), ("device", $"disk {disk.TargetName}")),
            // It keeps its one capability while it changes its user, which no wrapper can do for it.
            Arguments = settings.RunAs is { } user
                ? ["--user", user.Uid.ToString(CultureInfo.InvariantCulture), "--group", user.Gid.ToString(CultureInfo.InvariantCulture)]
                : [],
            // QEMU connects by itself, and again when it has to: where nobody but its user gets to.
            SocketPath = Path.Combine(directory, MakeRunDirectory.OwnOfQemu, $"pr-{alias}.sock"),
            SocketActivated = true,
            ReachedByPath = true,
        };
    }
}
