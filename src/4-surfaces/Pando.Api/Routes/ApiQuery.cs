namespace Pando.Api.Routes;

/// <summary>Names of query parameters, and the words that some of them take.</summary>
public static class ApiQuery
{
#pragma warning disable CS1591 // Each is explained at the route that takes it.
    public const string State = "state";
    public const string DryRun = "dryRun";
    public const string Create = "create";
    public const string Transient = "transient";
    public const string Build = "build";
    public const string Paused = "paused";
    public const string Destination = "destination";
    public const string Section = "section";
    public const string Edit = "edit";
    public const string Parent = "parent";
    public const string Address = "address";
    public const string Source = "source";
    public const string Storage = "storage";
    public const string TrashStorage = "trash";
    public const string Secrets = "secrets";
    public const string Inactive = "inactive";
    public const string Active = "active";
    public const string Mode = "mode";
    public const string Graceful = "graceful";
    public const string Target = "target";
    public const string Limit = "limit";
    public const string Groups = "groups";
    public const string Machines = "machines";
    public const string Fresh = "fresh";

    /// <summary>Of disks, an entry for each image of their chains instead of one for each disk.</summary>
    public const string Backing = "backing";
    public const string Seconds = "seconds";
    public const string Device = "device";
    public const string Screen = "screen";
    public const string Force = "force";
    public const string Wait = "wait";
    public const string Scope = "scope";
    public const string Type = "type";
    public const string MachineType = "machine";
    public const string Architecture = "architecture";
    public const string Emulator = "emulator";
    public const string Hypervisor = "hypervisor";
    public const string Validate = "validate";
    public const string Features = "features";
    public const string Migratable = "migratable";
    public const string CurrentScope = "current";
    public const string LiveScope = "live";
    public const string ConfigScope = "config";
    public const string Types = "types";
    public const string Subject = "subject";
    public const string Name = "name";
    public const string Checksum = "checksum";
    public const string Format = "format";
    public const string OsVariant = "osVariant";
    public const string Only = "only";
    public const string Path = "path";
    public const string Running = "running";
    public const string BypassCache = "bypassCache";
    public const string ForceBoot = "forceBoot";
    public const string ManagedSave = "managedSave";
    public const string ResetNvram = "resetNvram";
    public const string KeepNvram = "keepNvram";
    public const string KeepTpm = "keepTpm";
#pragma warning restore CS1591
}
