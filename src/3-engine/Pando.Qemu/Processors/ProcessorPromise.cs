using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Qemu.Processors;

/// <summary>
/// Features that a guest's processor is to have, and of which only the QEMU that runs it can say whether it has them. QEMU
/// leaves out what its accelerator lacks, and says so to nobody who does not ask.
/// </summary>
/// <param name="Model">The model, to show.</param>
/// <param name="Doubtful">The properties to look at.</param>
/// <param name="Required">Those of them without which the guest may not run.</param>
public sealed record ProcessorPromise(string Model, IReadOnlyList<string> Doubtful, IReadOnlySet<string> Required)
{
    /// <summary>The processor as the guest has it: what QEMU left out is disabled in it.</summary>
    /// <param name="cpu">The processor as it was asked for.</param>
    /// <param name="session">The QEMU that was just started.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CallerException"><c>qemu.cpu-unavailable</c>, with every feature that is missing.</exception>
    public async Task<CpuDefinition> KeptAsync(CpuDefinition cpu, IQmpExecutor session, CancellationToken cancellationToken)
    {
        if (Doubtful.Count == 0 || (await session.ExecuteAsync(new QueryCpusFast(), limit: null, cancellationToken)) is not [var first, ..])
        {
            return cpu;
        }

        var missing = new List<string>();
        foreach (string property in Doubtful)
        {
            if (!await HasAsync(session, first.QomPath, property, cancellationToken))
            {
                missing.Add(property);
            }
        }

        if (missing.Exists(Required.Contains))
        {
            throw new CallerException(
                ErrorCodes.Qemu.CpuUnavailable, ("model", Model), ("missing", string.Join(", ", missing.Where(Required.Contains).Select(FeatureNames.Feature))));
        }

        return missing.Count == 0 ? cpu : cpu with { Features = Without(cpu.Features, missing) };
    }

    private static async Task<bool> HasAsync(IQmpExecutor session, string path, string property, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.ExecuteAsync(new QomGet(path, property), limit: null, cancellationToken)).ValueKind == System.Text.Json.JsonValueKind.True;
        }
        catch (QmpErrorException)
        {
            return false;
        }
    }

    private static EquatableArray<CpuFeature> Without(EquatableArray<CpuFeature> features, List<string> missing) =>
    [
        .. features.Items.Where(feature => !missing.Contains(FeatureNames.Property(feature.Name))),
        .. missing.Select(property => new CpuFeature(FeatureNames.Feature(property), CpuFeaturePolicy.Disable)),
    ];
}
