using System.Text.Json;

namespace Pando.Qmp;

/// <summary>The properties and children of an object.</summary>
/// <param name="Path">Its QOM path.</param>
public sealed record QomList(string Path) : QmpVerb<IReadOnlyList<ObjectPropertyInfo>>("qom-list");

/// <summary>One property of an object or of a device type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in QEMU's words: <c>bool</c>, <c>uint32</c>, <c>child&lt;…&gt;</c>, <c>link&lt;…&gt;</c>.</param>
/// <param name="Description">For people.</param>
/// <param name="DefaultValue">What it is when not given.</param>
public sealed record ObjectPropertyInfo(
    string Name, string Type, string? Description = null, JsonElement? DefaultValue = null);

/// <summary>A property's value.</summary>
/// <param name="Path">The object's QOM path.</param>
/// <param name="Property">The property.</param>
public sealed record QomGet(string Path, string Property) : QmpVerb<JsonElement>("qom-get");

/// <summary>Sets a property.</summary>
/// <param name="Path">The object's QOM path.</param>
/// <param name="Property">The property.</param>
/// <param name="Value">Its new value.</param>
public sealed record QomSet(string Path, string Property, JsonElement Value) : QmpVerb<Nothing>("qom-set");

/// <summary>The object types that this QEMU knows.</summary>
/// <param name="Implements">Only those that implement this.</param>
/// <param name="Abstract">Abstract ones too.</param>
public sealed record QomListTypes(string? Implements = null, bool? Abstract = null)
    : QmpVerb<IReadOnlyList<ObjectTypeInfo>>("qom-list-types");

/// <summary>One object type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parent">What it derives from.</param>
/// <param name="Abstract">True when none can be made.</param>
public sealed record ObjectTypeInfo(string Name, string? Parent = null, bool? Abstract = null);

/// <summary>The properties that a device type takes.</summary>
/// <param name="Typename">The driver.</param>
public sealed record DeviceListProperties(string Typename)
    : QmpVerb<IReadOnlyList<ObjectPropertyInfo>>("device-list-properties");
