namespace Pando.Model.Domains.Devices;

/// <summary>The name of a device inside its machine, which is also its id in QEMU.</summary>
/// <param name="Name">Such as <c>virtio-disk0</c>.</param>
public readonly record struct DeviceAlias(string Name)
{
    /// <summary>What the aliases that users may give begin with.</summary>
    public const string UserPrefix = "ua-";

    /// <summary>Whether a user gave it; such an alias is kept for ever, others are made at each start.</summary>
    public bool IsUserGiven => Name.StartsWith(UserPrefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
