using System.Numerics;
using Pando.Model.Domains.Devices;

namespace Pando.Model.Xml.Devices;

/// <summary>What of a memory device cannot stand together.</summary>
internal static class MemoryDeviceRules
{
    // A block is at least as large as the pages that the host's kernel makes of its own accord.
    private const long LeastBlockKiB = 2048;
    private const long LeastLabelKiB = 128;

    public static void Check(MemoryDevice memory, ElementReader element)
    {
        switch (memory.Model)
        {
            case MemoryModel.Nvdimm or MemoryModel.VirtioPmem:
                CheckFile(memory, element);
                break;
            case MemoryModel.VirtioMem:
                CheckParts(memory, element);
                break;
        }
        Refuse(memory.Uuid is not null, element, "uuid");
        Refuse(memory is { Model: MemoryModel.SgxEpc, Access: not null } or { Model: MemoryModel.SgxEpc, Discard: not null }, element, null);
    }

    private static void CheckFile(MemoryDevice memory, ElementReader element)
    {
        if (memory.Path is null)
        {
            throw element.Missing("source/path");
        }
        Refuse(memory.Discard == true, element, null);
        if (memory.LabelKiB is { } label && (label < LeastLabelKiB || label >= memory.SizeKiB))
        {
            throw element.RequiredChild("target").RequiredChild("label").BadValue(null, $"{label} KiB", $"{LeastLabelKiB}…{memory.SizeKiB - 1} KiB");
        }
        Refuse(memory is { ReadOnly: true, LabelKiB: not null }, element, "target");
        if (memory.Model == MemoryModel.VirtioPmem)
        {
            Refuse(memory.Access != MemoryDeviceAccess.Shared, element, null);
            Refuse(memory.Node is not null || memory.AlignSizeKiB is not null || memory.PersistentMemory, element, "target");
        }
    }

    private static void CheckParts(MemoryDevice memory, ElementReader element)
    {
        var target = element.RequiredChild("target");
        if (memory.BlockKiB is not { } block)
        {
            throw target.Missing("block");
        }
        if (!BitOperations.IsPow2(block) || block < LeastBlockKiB)
        {
            throw target.RequiredChild("block").BadValue(null, $"{block} KiB", $"2ⁿ ≥ {LeastBlockKiB} KiB");
        }
        if (memory.RequestedKiB is not { } requested)
        {
            throw target.Missing("requested");
        }
        if (requested > memory.SizeKiB || requested % block != 0)
        {
            throw target.RequiredChild("requested").BadValue(null, $"{requested} KiB", $"n · {block} KiB ≤ {memory.SizeKiB} KiB");
        }
    }

    private static void Refuse(bool wrong, ElementReader element, string? child)
    {
        if (wrong)
        {
            var where = child is null ? element : element.RequiredChild(child);
            throw where.Conflict($"model='{element.Attribute("model")}'");
        }
    }
}
