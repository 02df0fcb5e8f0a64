namespace Pando.Model;

/// <summary>Who asked for a change: kept with every version of a definition and with every job.</summary>
/// <param name="Name">The user's name, or <c>pandod</c> for what the daemon does by itself.</param>
/// <param name="Uid">The numeric user where the connection told it (SO_PEERCRED).</param>
/// <param name="Reason">Why, in the user's words; null when none was given.</param>
public sealed record Caller(string Name, uint? Uid = null, string? Reason = null)
{
    /// <summary>The daemon itself: autostart, recovery, a guest's own shutdown.</summary>
    public static Caller Daemon { get; } = new("pandod");
}
