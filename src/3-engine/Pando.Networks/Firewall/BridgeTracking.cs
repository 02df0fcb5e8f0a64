using Pando.Model.Errors;

namespace Pando.Networks.Firewall;

/// <summary>Whether this host's kernel follows connections on bridges (nf_conntrack_bridge, Linux 5.3): not every one has it built.</summary>
internal static class BridgeTracking
{
    // A rule that needs it, in a table that is never made.
    private const string Question =
        """
        table bridge pando_question {
          chain answer {
            type filter hook prerouting priority 0
            ct state established accept
          }
        }

        """;

    private static bool? _isThere;

    /// <summary>Asks the kernel, once.</summary>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (_isThere is { } known)
        {
            return known;
        }
        try
        {
            await Nft.CheckAsync(Question, cancellationToken);
            _isThere = true;
        }
        catch (PeerException)
        {
            // Not for ever: its module may come, and nft may have been kept from answering.
            return false;
        }
        return true;
    }
}
