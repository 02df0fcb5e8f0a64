using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Machine;

/// <summary>
/// Whether the host can give a named processor: QEMU says of each model what the accelerator lacks of it
/// (<c>unavailable-features</c> of query-cpu-definitions).
/// </summary>
internal static class CpuAvailability
{
    /// <summary>The model, where the definition does not ask for a check or the host has all of it.</summary>
    /// <exception cref="CallerException"><c>qemu.cpu-unavailable</c>, with what is missing.</exception>
    public static CpuModel Checked(CpuDefinition cpu, CpuModel model, ArgumentContext context)
    {
        // QEMU itself refuses a full check that fails; the translator has no host's processor to compare with.
        if (cpu.Check is not CpuCheck.Partial || !context.UsesKvm || model.MissingFeatures is not { Count: > 0 } missing)
        {
            return model;
        }

        HashSet<string> given = [.. cpu.Features.Items.Where(Waived).Select(feature => feature.Name.Replace('_', '-'))];
        string[] left = [.. missing.Where(feature => !given.Contains(feature.Replace('_', '-')))];
        return left.Length == 0
            ? model
            : throw new CallerException(ErrorCodes.Qemu.CpuUnavailable, ("model", model.Name), ("missing", string.Join(", ", left)));
    }

    // What the guest does not get, gets in any case, or gets only where it is there, need not be there.
    private static bool Waived(CpuFeature feature) =>
        feature.Policy is CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid or CpuFeaturePolicy.Force or CpuFeaturePolicy.Optional;
}
