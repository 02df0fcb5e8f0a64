using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>The place of the guest's last words: a file as memory, then the device of ACPI.</summary>
internal static class PstoreArguments
{
    private const long BytesPerKiB = 1024;

    public static IEnumerable<QemuArgument> Of(PstoreDevice? pstore, ArgumentContext context)
    {
        if (pstore is null)
        {
            return [];
        }

        string memory = $"mem{ArgumentContext.Alias(pstore)}";
        return
        [
            JsonForm.Object("memory-backend-file", memory)
                .Add("mem-path", pstore.Path ?? throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", "pstore"), ("reason", "qemu.reason.no-pstore-path")))
                .Add("share", true)
                .Add("size", pstore.SizeKiB * BytesPerKiB)
                .As("-object"),
            context.Device("acpi-erst", pstore).Add("memdev", memory).At(pstore, context).As("-device"),
        ];
    }
}
