using Pando.Model.Errors;
using Pando.Ovsdb;
using Pando.Ovsdb.Operations;

namespace Pando.Networks.OpenVSwitch;

/// <summary>
/// The host's Open vSwitch by way of its database. Everything that is to be is written there (ovs-vswitchd.conf.db(5)); the switch takes
/// it up and says so.
/// </summary>
/// <param name="options">Where its database listens.</param>
public sealed class SwitchAccess(OvsdbOptions options)
{
    internal const string Root = "Open_vSwitch";
    private const string Program = "ovs-vswitchd";

    /// <summary>How long the switch may take to do what is written; a switch with ten thousand ports takes seconds.</summary>
    private static readonly TimeSpan SwitchLimit = TimeSpan.FromSeconds(20);

    /// <summary>The one whose database listens at a place.</summary>
    public static SwitchAccess At(string socketPath) => new(new OvsdbOptions { SocketPath = socketPath });

    /// <summary>Where its database listens.</summary>
    public string SocketPath => options.SocketPath;

    /// <summary>Whether there is one on this host, running or not.</summary>
    internal bool IsThere => File.Exists(options.SocketPath);

    /// <summary>Does something with the database.</summary>
    /// <exception cref="PandoException"><c>network.switch-unreachable</c>, <c>network.switch-silent</c>, <c>network.switch-refused</c>.</exception>
    internal Task<T> AskAsync<T>(Func<OvsdbSession, Task<T>> work, CancellationToken cancellationToken) => AskAsync(options, work, cancellationToken);

    /// <summary>Gives a command to what moves the packets (ovs-vswitchd(8)), which answers for what does not stand in the database.</summary>
    /// <exception cref="PandoException"><c>network.switch-unreachable</c>, <c>network.switch-silent</c>, <c>network.switch-refused</c>.</exception>
    internal Task<string> CommandAsync(string command, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        AskAsync(options with { SocketPath = CommandSocket() }, session => session.CommandAsync(command, arguments, cancellationToken), cancellationToken);

    // Beside the database's, with the number that the program has noted of itself (ovs-appctl(8), "--target").
    private string CommandSocket()
    {
        var noted = Path.Combine(Path.GetDirectoryName(options.SocketPath) ?? "/", Program + ".pid");
        try
        {
            return Path.ChangeExtension(noted, File.ReadAllText(noted).Trim() + ".ctl");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MachineryException(ErrorCodes.Network.SwitchUnreachable, e, ("socket", noted), ("reason", e.Message));
        }
    }

    private static async Task<T> AskAsync<T>(OvsdbOptions options, Func<OvsdbSession, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            using var session = await OvsdbSession.ConnectAsync(options, cancellationToken);
            return await work(session);
        }
        catch (OvsdbUnreachableException e)
        {
            throw new MachineryException(ErrorCodes.Network.SwitchUnreachable, e, ("socket", e.SocketPath), ("reason", e.Reason));
        }
        catch (OvsdbTimeoutException e)
        {
            throw new PeerException(ErrorCodes.Network.SwitchSilent, e.Message, e, ("what", e.What), ("seconds", $"{e.Limit.TotalSeconds:0}"));
        }
        catch (OvsdbRefusedException e)
        {
            throw new PeerException(ErrorCodes.Network.SwitchRefused, e.Details ?? e.Error, e, ("reason", e.Details ?? e.Error));
        }
        catch (OvsdbProtocolException e)
        {
            throw new MachineryException(ErrorCodes.Network.SwitchUnreachable, e, ("socket", options.SocketPath), ("reason", e.Message));
        }
    }

    /// <summary>Writes, and waits until the switch has taken up what was written.</summary>
    /// <exception cref="OvsdbTimeoutException">It has not; what was written stands.</exception>
    internal static async Task CommitAsync(OvsdbSession session, IReadOnlyList<OvsdbOperation> operations, CancellationToken cancellationToken)
    {
        // Watched before it is written: what comes in between is told of, too.
        var reached = Reached(await session.WatchAsync(Root, ["cur_cfg"], cancellationToken), 0);
        var answers = await WriteAsync(session, operations, cancellationToken);
        var wanted = answers[^1].Rows is [var row] ? row.Number("next_cfg") ?? 0 : 0;
        while (reached < wanted)
        {
            reached = Reached(await NextAsync(session, cancellationToken), reached);
        }
    }

    /// <summary>Writes, and waits for nobody.</summary>
    internal static Task<IReadOnlyList<OvsdbAnswer>> WriteAsync(OvsdbSession session, IReadOnlyList<OvsdbOperation> operations, CancellationToken cancellationToken) =>
        session.TransactAsync([.. operations, new Mutate(Root, [], "next_cfg", "+=", OvsdbValue.Of(1)), new Select(Root, [], ["next_cfg"])], cancellationToken);

    private static async Task<IReadOnlyList<OvsdbRow>> NextAsync(OvsdbSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await session.NextChangeAsync(SwitchLimit, cancellationToken);
        }
        catch (OvsdbTimeoutException)
        {
            throw new OvsdbTimeoutException("ovs-vswitchd", SwitchLimit);
        }
    }

    private static long Reached(IReadOnlyList<OvsdbRow> rows, long before) => rows.Select(static row => row.Number("cur_cfg")).OfType<long>().Append(before).Max();
}
