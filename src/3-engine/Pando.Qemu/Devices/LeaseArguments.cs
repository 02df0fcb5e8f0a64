using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>Leases: without a lock manager a machine that asks for one must not run.</summary>
internal static class LeaseArguments
{
    public static IEnumerable<QemuArgument> Of(EquatableArray<LeaseDefinition> leases) => leases.IsEmpty
        ? []
        : throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", $"lease {leases[0].Key}"), ("reason", "qemu.reason.no-lock-manager"));
}
