namespace Pando.Linux.Dbus;

/// <summary>Where the system's message bus listens (D-Bus specification, "Well-known Message Bus Instances").</summary>
public static class SystemBus
{
    private const string Usual = "/run/dbus/system_bus_socket";
    private const string UnixPath = "unix:path=";

    /// <summary>What <c>DBUS_SYSTEM_BUS_ADDRESS</c> says, where it names a path; else the usual place.</summary>
    public static string Socket =>
        Environment.GetEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS") is { } address && address.StartsWith(UnixPath, StringComparison.Ordinal)
            ? address[UnixPath.Length..].Split(',', ';')[0]
            : Usual;
}
