using System.Text;
using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.Networks.Firewall;

/// <summary>nft(8), which does all of what it is given or nothing.</summary>
internal static class Nft
{
    private const string Program = "nft";
    private const string Package = "nftables";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Whether it is on the host.</summary>
    public static bool IsThere => HostPrograms.Find(Program) is not null;

    /// <summary>Returns where it is on the host.</summary>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static void Require() => HostPrograms.PathOf(Program, Package);

    /// <summary>Carries out a ruleset that takes something away; without the program there was never anything to take.</summary>
    /// <exception cref="PeerException"><c>network.nft-refused</c>, with its words.</exception>
    public static async Task TakeBackAsync(string ruleset, CancellationToken cancellationToken)
    {
        try
        {
            await ApplyAsync(ruleset, cancellationToken);
        }
        catch (CallerException e) when (e.Code == ErrorCodes.Network.ProgramMissing)
        {
            // Nothing was ever written by it.
        }
    }

    /// <summary>Asks whether a ruleset could be carried out, and changes nothing.</summary>
    /// <exception cref="PeerException"><c>network.nft-refused</c>, with its words.</exception>
    public static Task CheckAsync(string ruleset, CancellationToken cancellationToken) => RunAsync(ruleset, ["-c", "-f", "-"], cancellationToken);

    /// <summary>Carries out a ruleset.</summary>
    /// <exception cref="PeerException"><c>network.nft-refused</c>, with its words.</exception>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static Task ApplyAsync(string ruleset, CancellationToken cancellationToken) => RunAsync(ruleset, ["-f", "-"], cancellationToken);

    /// <summary>What it says of the host's rules.</summary>
    /// <exception cref="PeerException"><c>network.nft-refused</c>, with its words.</exception>
    /// <exception cref="CallerException"><c>network.program-missing</c>.</exception>
    public static Task<string> TellAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        HostPrograms.RunAsync(Program, Package, arguments, null, Limit, ErrorCodes.Network.NftRefused, [], cancellationToken);

    private static async Task RunAsync(string ruleset, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var input = SealedMemory.Create("ruleset", Encoding.UTF8.GetBytes(ruleset));
        await HostPrograms.RunAsync(Program, Package, arguments, input, Limit, ErrorCodes.Network.NftRefused, [], cancellationToken);
    }
}
