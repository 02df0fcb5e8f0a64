using Pando.Linux.Networking;
using Pando.Model.Errors;
using Pando.Model.NetworkFilters;

namespace Pando.Networks.Filters;

/// <summary>What stands behind filters, by the names of the host's devices; and such as others put there.</summary>
public sealed partial class NetworkFilterRegistry
{
    /// <inheritdoc/>
    public IReadOnlyList<FilterBinding> Bindings() =>
        [.. LiveCards().Select(static card => new FilterBinding(card.Tap, card.Machine, card.Mac, card.Filter) { OwnerId = card.MachineId }).OrderBy(static binding => binding.Port, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async Task<FilterBinding> BindAsync(FilterBinding binding, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(binding);
        if (Bindings().FirstOrDefault(other => other.Port == binding.Port) is { } known)
        {
            throw new CallerException(ErrorCodes.NetworkFilter.BindingTaken, ("port", binding.Port), ("filter", known.Filter.Filter));
        }
        NetworkLink? port = null;
        KernelErrors.Of("—", () =>
        {
            using var links = NetworkLinks.Open();
            port = links.Find(binding.Port);
        });
        if (port is null)
        {
            throw new CallerException(ErrorCodes.NetworkFilter.NoPort, ("port", binding.Port));
        }
        await GuardAsync(new FilteredCard(binding.Owner, binding.Port, binding.Port, port.Index, binding.Mac, Network: null, binding.Filter) { MachineId = binding.OwnerId }, cancellationToken);
        return binding;
    }

    /// <inheritdoc/>
    public async Task UnbindAsync(string port, CancellationToken cancellationToken = default)
    {
        var card = LiveCards().FirstOrDefault(card => card.Tap == port) ?? throw new CallerException(ErrorCodes.NetworkFilter.NoBinding, ("port", port));
        await LetGoAsync(card.TapIndex, cancellationToken);
    }
}
