using Pando.Model;

namespace Pando.Daemon.Settings;

/// <summary>Which directories an instance has: the given one's, a service's, or an ordinary user's own.</summary>
internal static class InstancePlace
{
    /// <summary>The paths; a service's also for an ordinary user who has no home or no runtime directory: the start then says what is missing.</summary>
    /// <param name="root"><c>--root</c>.</param>
    /// <param name="isRoot">Whether the daemon is root.</param>
    /// <param name="environment">The environment.</param>
    public static InstancePaths Of(string? root, bool isRoot, IReadOnlyDictionary<string, string> environment) =>
        root is not null ? InstancePaths.Under(Path.GetFullPath(root))
        : isRoot ? InstancePaths.System
        : OfUser(environment) ?? InstancePaths.System;

    // XDG Base Directory Specification 0.8: what must survive is data, what a session has is runtime.
    private static InstancePaths? OfUser(IReadOnlyDictionary<string, string> environment)
    {
        var runtime = Directory("XDG_RUNTIME_DIR");
        return runtime is null || Home("XDG_CONFIG_HOME", ".config") is not { } config || Home("XDG_DATA_HOME", ".local/share") is not { } data
            || Home("XDG_STATE_HOME", ".local/state") is not { } state
            ? null
            : new InstancePaths(config, data, Path.Combine(runtime, "pando"), state);

        string? Home(string variable, string below) =>
            Directory(variable) is { } named ? Path.Combine(named, "pando")
            : Directory("HOME") is { } home ? Path.Combine(home, below, "pando")
            : null;

        // A path that is not absolute is to be taken for none (the same specification).
        string? Directory(string variable) => environment.GetValueOrDefault(variable) is { } path && Path.IsPathRooted(path) ? path : null;
    }
}
