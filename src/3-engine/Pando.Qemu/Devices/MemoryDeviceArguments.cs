using System.Globalization;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Machine;

namespace Pando.Qemu.Devices;

/// <summary>Memory that can be plugged: its backend, then the module.</summary>
internal static class MemoryDeviceArguments
{
    private const long BytesPerKiB = 1024;

    public static IEnumerable<QemuArgument> Of(MemoryDevice memory, ArgumentContext context)
    {
        if (memory.Model == MemoryModel.SgxEpc)
        {
            throw new CallerException(ErrorCodes.Qemu.CannotExpress, ("what", ArgumentContext.Alias(memory)), ("reason", "qemu.reason.no-enclaves"));
        }

        string backend = $"mem{ArgumentContext.Alias(memory)}";
        return [Backend(memory, backend, context.Definition).As("-object"), Module(memory, context).Add("memdev", backend).At(memory, context).As("-device")];
    }

    private static JsonForm Backend(MemoryDevice memory, string id, DomainDefinition machine)
    {
        bool? shared = IsShared(memory, machine);
        // As the machine's own memory where it says nothing itself. A memfd needs no directory, so that it can be plugged into a confined QEMU, too.
        (bool anyHuge, HugePage? huge) = memory.PageSizeKiB is { } size
            ? (size > 4, new HugePage(size, null))
            : MemoryBackend.HugeFor(machine.MemoryBacking, memory.Node ?? 0);
        JsonForm form = memory.Path is { } path
            ? JsonForm.Object("memory-backend-file", id)
                .Add("mem-path", path)
                .Add("share", shared)
                .Add("align", memory.AlignSizeKiB * BytesPerKiB)
                .Add("pmem", memory.PersistentMemory ? true : null)
                .Add("readonly", memory.ReadOnly ? true : null)
            : anyHuge
                ? JsonForm.Object("memory-backend-memfd", id)
                    .Add("hugetlb", true)
                    .Add("hugetlbsize", huge?.KiB * BytesPerKiB)
                    .Add("share", shared)
                    // Otherwise a page that the host lacks would end the guest when it touches it.
                    .Add("prealloc", memory.Model == MemoryModel.VirtioMem ? null : true)
                : JsonForm.Object(shared == true || machine.MemoryBacking.Source == MemorySource.Memfd ? "memory-backend-memfd" : "memory-backend-ram", id).Add("share", shared);
        // A part that is not plugged takes nothing from the host.
        return form
            .Add("reserve", memory.Model == MemoryModel.VirtioMem ? false : null)
            .Add("size", memory.SizeKiB * BytesPerKiB)
            .Add("host-nodes", HostNodes(memory))
            .Add("policy", memory.HostNodes is null ? null : "bind");
    }

    /// <summary>As it says itself, or as its node and the machine have it: a server of a device must see all of a guest's memory.</summary>
    private static bool? IsShared(MemoryDevice memory, DomainDefinition machine) => memory.Access switch
    {
        MemoryDeviceAccess.Shared => true,
        not null => false,
        _ => (machine.Cpu?.Numa?.Cells.Items.FirstOrDefault(cell => cell.Id == memory.Node)?.Access ?? machine.MemoryBacking.Access) switch
        {
            null => null,
            MemoryAccess.Shared => true,
            _ => false,
        },
    };

    private static IReadOnlyList<long>? HostNodes(MemoryDevice memory)
    {
        if (memory.HostNodes is not { } text)
        {
            return null;
        }

        var nodes = new SortedSet<long>();
        foreach (string part in text.Split(','))
        {
            bool leftOut = part.StartsWith('^');
            string[] ends = part.TrimStart('^').Split('-');
            long first = long.Parse(ends[0], CultureInfo.InvariantCulture);
            for (long node = first; node <= long.Parse(ends[^1], CultureInfo.InvariantCulture); node++)
            {
                _ = leftOut ? nodes.Remove(node) : nodes.Add(node);
            }
        }

        return [.. nodes];
    }

    private static JsonForm Module(MemoryDevice memory, ArgumentContext context) => memory.Model switch
    {
        MemoryModel.Nvdimm => context.Device("nvdimm", memory)
            .Add("node", memory.Node)
            .Add("label-size", memory.LabelKiB * BytesPerKiB)
            .Add("unarmed", memory.ReadOnly ? true : null),
        MemoryModel.VirtioPmem => context.Device("virtio-pmem-pci", memory),
        MemoryModel.VirtioMem => context.Device("virtio-mem-pci", memory)
            .Add("node", memory.Node)
            .Add("block-size", memory.BlockKiB * BytesPerKiB)
            .Add("requested-size", memory.RequestedKiB * BytesPerKiB),
        _ => context.Device("pc-dimm", memory).Add("node", memory.Node),
    };
}
