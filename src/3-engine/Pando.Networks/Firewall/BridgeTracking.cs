using Pando.Model.Errors;

namespace Pando.Networks.Firewall;

/// <summary>Whether this host's kernel follows connections on bridges (nf_conntrack_bridge, Linux 5.3), and counts them there (nft_connlimit): not every one has that built.</summary>
internal static class BridgeTracking
{
    private static volatile bool _isThere;
    private static volatile bool _counts;

    /// <summary>Whether it follows them.</summary>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static async Task<bool> IsThereAsync(CancellationToken cancellationToken) => _isThere = _isThere || await TakesAsync("ct state established accept", cancellationToken);

    /// <summary>Whether it counts them.</summary>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static async Task<bool> CountsAsync(CancellationToken cancellationToken) =>
        _counts = _counts || await TakesAsync("meter counted size 65535 { ip saddr ct count over 1 } accept", cancellationToken);

    // Asks the kernel for a rule in a table that is never made. A refusal is not for ever: its module may come, and nft may have been kept from answering.
    private static async Task<bool> TakesAsync(string rule, CancellationToken cancellationToken)
    {
        try
        {
            await Nft.CheckAsync($$"""
                table bridge pando_question {
                  chain answer {
                    type filter hook prerouting priority 0
                    {{rule}}
                  }
                }

                """, cancellationToken);
            return true;
        }
        catch (PeerException)
        {
            return false;
        }
    }
}
