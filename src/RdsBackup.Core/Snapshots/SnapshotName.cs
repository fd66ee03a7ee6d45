using RdsBackup.Aws;
using RdsBackup.Diagnostics;

namespace RdsBackup.Snapshots;

/// <summary>Makes identifiers of snapshots and of their copies from templates. Rules of the identifier: CreateDBSnapshot, botocore 1.43.</summary>
internal sealed class SnapshotName
{
    /// <summary>The template of a snapshot's identifier when none is given; it is in the manner of the automated ones.</summary>
    public const string DefaultOfSnapshot = "{instanceId}-{yyyy}-{MM}-{dd}-{HH}-{mm}";

    /// <summary>The template of a copy's identifier when none is given.</summary>
    public const string DefaultOfCopy = "{snapshotId}-copy";

    private const int Longest = 255;
    private const int LongestOfCluster = 63;
    private const string SnapshotId = "snapshotId";
    private const string InstanceId = "instanceId";
    private const string Engine = "engine";
    private const string Region = "region";
    private readonly IdentifierTemplate _template;

    private SnapshotName(IdentifierTemplate template) => _template = template;

    /// <summary>Whether the identifier says when the snapshot was taken.</summary>
    public bool HasTime => _template.HasTime;

    /// <summary>The template of a snapshot's identifier.</summary>
    /// <exception cref="RdsBackupException">SnapshotTemplateInvalid: an unknown placeholder.</exception>
    public static SnapshotName OfSnapshot(string? template) =>
        new(new IdentifierTemplate(template ?? DefaultOfSnapshot, nameof(Messages.SnapshotTemplateInvalid), InstanceId, Engine));

    /// <summary>The template of a copy's identifier.</summary>
    /// <exception cref="RdsBackupException">SnapshotTemplateInvalid: an unknown placeholder.</exception>
    public static SnapshotName OfCopy(string? template) =>
        new(new IdentifierTemplate(template ?? DefaultOfCopy, nameof(Messages.SnapshotTemplateInvalid), SnapshotId, InstanceId, Engine, Region));

    /// <summary>The identifier of a snapshot of <paramref name="instance"/>.</summary>
    /// <exception cref="RdsBackupException">SnapshotIdInvalid; <see cref="Errors"/> has its text.</exception>
    public string Render(AwsRdsInstance instance, DateTimeOffset now) => Checked(instance.Kind, _template.Render(now, new Dictionary<string, string>
    {
        [InstanceId] = IdentifierTemplate.Part(instance.InstanceId),
        [Engine] = IdentifierTemplate.Part(instance.Engine),
    }));

    /// <summary>The identifier of a copy of <paramref name="source"/>; its time is when the data was taken or, where that is not known, when the source was made.</summary>
    /// <exception cref="RdsBackupException">SnapshotIdInvalid.</exception>
    public string Render(AwsRdsSnapshot source) => Checked(source.Kind, _template.Render(source.TakenTime ?? source.CreateTime, new Dictionary<string, string>
    {
        [SnapshotId] = IdentifierTemplate.Part(source.SnapshotId),
        [InstanceId] = IdentifierTemplate.Part(source.InstanceId),
        [Engine] = IdentifierTemplate.Part(source.Engine),
        [Region] = source.Region,
    }));

    private static string Checked(AwsRdsKind kind, string identifier)
    {
        int longest = kind == AwsRdsKind.Cluster ? LongestOfCluster : Longest;
        return IdentifierTemplate.IsValid(identifier, longest)
            ? identifier
            : throw Errors.Create(nameof(Messages.SnapshotIdInvalid), RdsBackupErrorKind.InvalidInput, identifier, longest);
    }
}
