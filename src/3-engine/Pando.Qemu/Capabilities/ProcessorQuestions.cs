using System.Text.Json;
using Pando.Model.Ports;
using Pando.Qmp;

namespace Pando.Qemu.Capabilities;

/// <summary>What the processors are made of that a QEMU knows, and the one that its accelerator can give.</summary>
internal static class ProcessorQuestions
{
    /// <summary>The model that stands for all that an accelerator can give and that can be migrated.</summary>
    private static string Everything(Accelerator accelerator) => accelerator == Accelerator.Kvm ? "host" : "max";

    /// <summary>
    /// Features that are no part of a processor as definitions describe it: they are set by elements of their own, or
    /// follow from another.
    /// </summary>
    private static readonly string[] LeftOut = ["vmx-", "kvm", "hv-", "xen-", "lmce", "full-width-write"];

    /// <summary>virDomainHyperv's words; those behind <c>avic</c> are of later releases.</summary>
    private static readonly string[] HyperVWords =
    [
        "relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "reset", "vendor_id", "frequencies", "reenlightenment",
        "tlbflush", "ipi", "evmcs", "avic", "emsr_bitmap", "xmm_input",
    ];

    public static Task<ProcessorTraits?> HostAsync(QmpSession session, Accelerator accelerator, CancellationToken cancellationToken) =>
        OfAsync(session, Everything(accelerator), cancellationToken);

    /// <summary>
    /// What of Hyper-V guests can see, in the words of definitions and in the order of libvirt's. As libvirtd reads the answer: a switch
    /// counts where it is on, the limit of spinlocks where it is not 0, a vendor wherever QEMU knows of one. Null when QEMU does not say.
    /// </summary>
    public static async Task<IReadOnlyList<string>?> HyperVAsync(QmpSession session, Accelerator accelerator, CancellationToken cancellationToken)
    {
        using JsonDocument passthrough = JsonDocument.Parse("""{"hv-passthrough":true}""");
        try
        {
            CpuModelExpansionInfo expanded = await session.ExecuteAsync(
                new QueryCpuModelExpansion("full", new CpuModelInfo(Everything(accelerator), passthrough.RootElement)), limit: null, cancellationToken);
            return expanded.Model.Props is { ValueKind: JsonValueKind.Object } properties ? [.. HyperVWords.Where(word => Gives(properties, word))] : null;
        }
        catch (QmpErrorException)
        {
            return null;
        }
    }

    /// <summary>The models, each with what it is made of.</summary>
    public static async Task<IReadOnlyList<CpuModel>> ModelsAsync(QmpSession session, CancellationToken cancellationToken)
    {
        IReadOnlyList<CpuDefinitionInfo> told = await session.ExecuteAsync(new QueryCpuDefinitions(), limit: null, cancellationToken);
        var models = new List<CpuModel>(told.Count);
        foreach (CpuDefinitionInfo model in told)
        {
            // What is not safe to migrate is made of whatever the host has, and an alias of what it stands for.
            ProcessorTraits? traits = model is { MigrationSafe: true, AliasOf: null } ? await OfAsync(session, model.Name, cancellationToken) : null;
            models.Add(new CpuModel(model.Name, model.Deprecated, model.AliasOf, model.UnavailableFeatures, traits));
        }

        return models;
    }

    private static async Task<ProcessorTraits?> OfAsync(QmpSession session, string model, CancellationToken cancellationToken)
    {
        try
        {
            CpuModelExpansionInfo expanded = await session.ExecuteAsync(
                new QueryCpuModelExpansion("static", new CpuModelInfo(model)), limit: null, cancellationToken);
            return expanded.Model.Props is { ValueKind: JsonValueKind.Object } properties ? Read(properties) : null;
        }
        catch (QmpErrorException)
        {
            // This QEMU does not expand models, or not this one: then it is not known.
            return null;
        }
    }

    private static ProcessorTraits Read(JsonElement properties) => new(
        properties.TryGetProperty("vendor"u8, out JsonElement vendor) ? vendor.GetString() : null,
        Number(properties, "family"),
        Number(properties, "model"),
        [.. properties.EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.True && !LeftOut.Any(start => property.Name.StartsWith(start, StringComparison.Ordinal)))
            .Select(property => property.Name).Order(StringComparer.Ordinal),]);

    private static bool Gives(JsonElement properties, string word) =>
        properties.TryGetProperty($"hv-{word.Replace('_', '-')}", out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.String => true,
            JsonValueKind.Number => value.TryGetInt64(out long number) && number != 0,
            _ => false,
        };

    private static int Number(JsonElement properties, string name) =>
        properties.TryGetProperty(name, out JsonElement number) && number.TryGetInt32(out int value) ? value : 0;
}
