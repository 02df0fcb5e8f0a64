using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Processors;

/// <summary>The named model of which a processor has all: what the host's is called among hosts.</summary>
public static class NearestModel
{
    /// <summary>What QEMU gives every processor, and a host has only where it is a guest itself: no model's own.</summary>
    private const string InGuest = "hypervisor";

    /// <summary>
    /// The one of the same family and model where there is one, else the one that leaves the fewest features over; and those
    /// features. Null where this QEMU does not say what its models are made of.
    /// </summary>
    /// <param name="vendor">The twelve letters of the processor's vendor.</param>
    /// <param name="family">Its family.</param>
    /// <param name="model">Its model.</param>
    /// <param name="features">What it has, in the words of definitions.</param>
    /// <param name="capabilities">Whose models.</param>
    public static (CpuModel Model, IReadOnlyList<string> More)? Of(string vendor, int family, int model, IReadOnlyList<string> features, QemuCapabilities capabilities)
    {
        HashSet<string> all = [.. features];
        var nearest = capabilities.CpuModels
            .Where(candidate => !candidate.Deprecated && !ModelNames.IsVersion(candidate.Name) && !ModelNames.IsNone(candidate.Name))
            .Select(candidate => (Model: candidate, Traits: capabilities.Traits(candidate)!))
            .Where(candidate => candidate.Traits is not null && (candidate.Traits.Vendor == vendor || Vendors.OfModel(candidate.Model.Name, candidate.Traits) is null))
            .Select(candidate => (candidate.Model, candidate.Traits, Words: FeatureNames.Of(candidate.Traits).Where(feature => feature != InGuest).ToHashSet(StringComparer.Ordinal)))
            .Where(candidate => candidate.Words.All(all.Contains))
            .OrderBy(candidate => candidate.Traits.Family == family && candidate.Traits.Model == model ? 0 : 1)
            .ThenByDescending(candidate => candidate.Words.Count)
            .ThenBy(candidate => candidate.Model.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Model is null ? null : (nearest.Model, [.. features.Where(feature => !nearest.Words.Contains(feature))]);
    }
}
