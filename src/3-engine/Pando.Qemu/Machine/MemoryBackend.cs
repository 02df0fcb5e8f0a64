using Pando.Model;
using Pando.Model.Domains;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>
/// Where the host takes a guest's memory from. What others share (vhost-user, virtiofsd) and huge pages are memfds: they
/// need no directory, and nothing of them outlives the process.
/// </summary>
internal static class MemoryBackend
{
    private const long BytesPerKiB = 1024;

    /// <summary>The backend of the machine, or of one of its NUMA nodes.</summary>
    public static JsonForm Of(string id, long kib, NumaCell? cell, ArgumentContext context)
    {
        MemoryBacking backing = context.Definition.MemoryBacking;
        MemoryAccess? access = cell?.Access ?? backing.Access;
        (bool anyHuge, HugePage? huge) = HugeFor(backing, cell?.Id);
        JsonForm form = Kind(id, backing, access, huge, anyHuge, context)
            .Add("share", access switch { null => null, MemoryAccess.Shared => true, _ => false })
            .Add("prealloc", anyHuge || backing.Allocation == MemoryAllocation.Immediate ? true : null)
            .Add("prealloc-threads", backing.AllocationThreads)
            .Add("size", kib * BytesPerKiB);
        return Placed(form, Policy(context.Definition.NumaTuning, cell));
    }

    private static JsonForm Kind(string id, MemoryBacking backing, MemoryAccess? access, HugePage? huge, bool anyHuge, ArgumentContext context)
    {
        if (anyHuge)
        {
            return JsonForm.Object("memory-backend-memfd", id).Add("hugetlb", true).Add("hugetlbsize", huge?.KiB * BytesPerKiB);
        }

        return backing.Source switch
        {
            // A directory: QEMU makes a file in it that has no name any more as soon as it is open.
            MemorySource.File => JsonForm.Object("memory-backend-file", id)
                .Add("mem-path", context.MemoryDirectory)
                .Add("discard-data", backing.Discard ? true : null),
            MemorySource.Memfd => JsonForm.Object("memory-backend-memfd", id),
            _ when access == MemoryAccess.Shared => JsonForm.Object("memory-backend-memfd", id),
            _ => JsonForm.Object("memory-backend-ram", id),
        };
    }

    /// <summary>Whether a node of the machine is in huge pages, and in which: a size that names the node, or else the one that names none; null is the host's own.</summary>
    public static (bool Any, HugePage? Page) HugeFor(MemoryBacking backing, int? node)
    {
        HugePage? page = backing.HugePages?.Pages.Items.FirstOrDefault(page => node is { } id && page.Nodes?.Contains(id) == true)
            ?? backing.HugePages?.Pages.Items.FirstOrDefault(page => page.Nodes is null);
        return (backing.HugePages is { Pages.IsEmpty: true } || page is not null, page);
    }

    private static (NumaMode Mode, NumberSet Nodes)? Policy(NumaTuning tuning, NumaCell? cell)
    {
        NumaCellPolicy? own = tuning.Cells.Items.FirstOrDefault(policy => policy.Cell == (cell?.Id ?? -1));
        return own is not null ? (own.Mode, own.Nodes)
            : tuning.Memory is { Nodes: { } nodes } memory ? (memory.Mode, nodes)
            : null;
    }

    // "restrictive" is for the kernel's cpuset controller, which can change it later.
    private static JsonForm Placed(JsonForm form, (NumaMode Mode, NumberSet Nodes)? policy) => policy is not { Mode: not NumaMode.Restrictive } place
        ? form
        : form.Add("host-nodes", place.Nodes.Numbers).Add("policy", place.Mode switch
        {
            NumaMode.Strict => "bind",
            NumaMode.Preferred => "preferred",
            NumaMode.Interleave => "interleave",
            _ => throw new ArgumentOutOfRangeException(nameof(policy)),
        });
}
