namespace Pando.Api.Routes;

/// <summary>Guest images, pools and volumes.</summary>
public static partial class ApiRoutes
{
    /// <summary>GET: <see cref="Images.Image"/>[], by name.</summary>
    public const string Images = Prefix + "/images";

    /// <summary>GET: <see cref="Images.Image"/>. DELETE: removes it, 204; refused while volumes are linked to it.</summary>
    public const string Image = Images + "/{image}";

    /// <summary>POST <see cref="Images.ImageBuildRequest"/>: <see cref="Images.Image"/>.</summary>
    public const string ImageBuild = Prefix + "/image-builds";

    /// <summary>POST <see cref="Images.ImageImportRequest"/>: <see cref="Images.Image"/>.</summary>
    public const string ImageImport = Prefix + "/image-imports";

    /// <summary>
    /// POST, the file itself (application/octet-stream), <c>?name=&amp;checksum=&amp;format=&amp;osVariant=</c>:
    /// <see cref="Images.Image"/>. Any size; the job begins when the body has come.
    /// </summary>
    public const string ImageUpload = Prefix + "/image-uploads";

    /// <summary>
    /// GET: <see cref="Storage.Pool"/>[], by name. POST pool XML: <see cref="Storage.Pool"/>; <c>?create=transient&amp;build=</c> starts it
    /// without storing it.
    /// </summary>
    public const string Pools = Prefix + "/pools";

    /// <summary>GET: <see cref="Storage.Pool"/>. DELETE: forgets its definition, 204.</summary>
    public const string Pool = Pools + "/{pool}";

    /// <summary>GET: its pool XML, <c>?inactive=true</c>: what the next start uses. PUT: stores a new version.</summary>
    public const string PoolXml = Pool + "/xml";

    /// <summary>POST <c>?build=</c>: <see cref="Storage.Pool"/>.</summary>
    public const string PoolStart = Pool + "/start";

    /// <summary>POST: <see cref="Storage.Pool"/>.</summary>
    public const string PoolStop = Pool + "/stop";

    /// <summary>PUT: makes it: <see cref="Storage.Pool"/>. DELETE: removes it where it is empty, 204.</summary>
    public const string PoolDirectory = Pool + "/directory";

    /// <summary>PUT <see cref="Machines.AutostartRequest"/>: <see cref="Storage.Pool"/>.</summary>
    public const string PoolAutostart = Pool + "/autostart";

    /// <summary>POST: looks at what is there: <see cref="Storage.Pool"/>.</summary>
    public const string PoolRefresh = Pool + "/refresh";

    /// <summary>GET: <see cref="Storage.Volume"/>[], by name. POST <see cref="Storage.VolumeRequest"/>: 201 <see cref="Storage.Volume"/>.</summary>
    public const string Volumes = Pool + "/volumes";

    /// <summary>GET: <see cref="Storage.Volume"/>. DELETE: deletes it, 204; refused while a machine or another volume uses it.</summary>
    public const string Volume = Volumes + "/{volume}";

    /// <summary>GET: its volume XML, in libvirt's form.</summary>
    public const string VolumeXml = Volume + "/xml";

    /// <summary>POST: overwrites it with zeros: <see cref="Storage.Volume"/>; refused while a machine or another volume uses it.</summary>
    public const string VolumeWipe = Volume + "/wipe";

    /// <summary>POST <see cref="Storage.VolumeResizeRequest"/>: <see cref="Storage.Volume"/>; it only grows, and no machine that uses it may run.</summary>
    public const string VolumeResize = Volume + "/resize";
}
