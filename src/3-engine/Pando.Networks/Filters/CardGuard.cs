using Pando.Linux.Networking;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Networks.Attachments;

namespace Pando.Networks.Filters;

/// <summary>Sees to it that a tap stands behind its filter from its first frame on, and always behind the one that it is to have.</summary>
internal sealed class CardGuard(NetworkFilterRegistry filters)
{
    public const string Kind = "filter";

    /// <summary>For a tap that has just been made, and that nothing goes through yet.</summary>
    /// <returns>What is to be released at its end; null where there is no filter.</returns>
    public async ValueTask<AttachmentRecord?> BeginAsync(
        AttachmentRequest request, NetworkLink tap, string? network, Func<AttachmentRecord, ValueTask> note, CancellationToken cancellationToken)
    {
        if (Card(request, tap, network) is not { } card)
        {
            await filters.ClearNameAsync(tap.Name, tap.Index, cancellationToken);
            return null;
        }
        var record = new AttachmentRecord(Kind, tap.Name, card.Mac.ToString()) { DeviceIndex = tap.Index };
        await note(record);
        await filters.GuardAsync(card, cancellationToken);
        return record;
    }

    /// <summary>For a tap that is in use: behind its new filter before it is moved, and behind the old one again where that fails.</summary>
    public async Task ChangeAsync(AttachmentRequest request, string? network, Func<Task> move, CancellationToken cancellationToken)
    {
        if (Find(request.Interface.TargetDevice) is not { } tap)
        {
            await move();
            return;
        }
        var before = filters.GuardOf(tap.Index);
        var card = Card(request, tap, network);
        if (card is not null && card != before)
        {
            await filters.GuardAsync(card, cancellationToken);
        }
        try
        {
            await move();
        }
        catch (Exception) when (card is not null && card != before)
        {
            await (before is null ? filters.LetGoAsync(tap.Index, CancellationToken.None) : filters.GuardAsync(before, CancellationToken.None));
            throw;
        }
        if (card is null && before is not null)
        {
            await filters.LetGoAsync(tap.Index, cancellationToken);
        }
    }

    private static NetworkLink? Find(string? tap)
    {
        if (tap is null)
        {
            return null;
        }
        using var links = NetworkLinks.Open();
        return links.Find(tap);
    }

    private static FilteredCard? Card(AttachmentRequest request, NetworkLink tap, string? network)
    {
        var card = request.Interface;
        return card.Filter is { } filter
            ? new FilteredCard(
                request.Machine, AttachmentRules.Alias(request), tap.Name, tap.Index,
                card.Mac ?? throw new CallerException(ErrorCodes.NetworkFilter.VariableMissing, ("name", request.Machine), ("device", AttachmentRules.Alias(request)), ("filter", filter.Filter), ("variable", "MAC")),
                network, filter)
            { MachineId = request.MachineId?.Value }
            : null;
    }
}
