{{- /*
The template of a pod: `root`, the `labels` that its selector asks for, its `component`, the `role` of OFFTAKE_ROLE, `resources`.
*/ -}}
{{- define "offtake.pod" -}}
{{- $root := .root -}}
{{- $mail := $root.Values.telling.mail -}}
metadata:
  {{- with $root.Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  labels:
    {{- with omit $root.Values.podLabels "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
    {{- .labels | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  serviceAccountName: {{ include "offtake.serviceAccountName" $root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $root.Values.terminationGracePeriodSeconds }}
  {{- with $root.Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: {{ $root.Values.runAsUser }}
    runAsGroup: {{ $root.Values.runAsUser }}
    fsGroup: {{ $root.Values.runAsUser }}
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: offtake
      image: {{ include "offtake.image" $root | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      securityContext:
        privileged: false
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop:
            - ALL
      ports:
        - name: http
          containerPort: 8080
          protocol: TCP
        - name: management
          containerPort: 9080
          protocol: TCP
      env:
        - name: OFFTAKE_HOST
          value: "0.0.0.0"
        - name: OFFTAKE_PORT
          value: "8080"
        - name: OFFTAKE_MANAGEMENT_HOST
          value: "0.0.0.0"
        - name: OFFTAKE_MANAGEMENT_PORT
          value: "9080"
        - name: OFFTAKE_HOSTS
          value: {{ include "offtake.hosts" $root | quote }}
        - name: OFFTAKE_ACCESS
          value: {{ $root.Values.access.mode | quote }}
        {{- with $root.Values.access.existingSecret }}
        - name: OFFTAKE_ADMIN_KEY
          valueFrom:
            secretKeyRef:
              name: {{ . }}
              key: {{ $root.Values.access.adminKey }}
        {{- end }}
        - name: OFFTAKE_DATABASE_URL
          value: {{ $root.Values.database.url | quote }}
        - name: OFFTAKE_DATABASE_USER
          valueFrom:
            secretKeyRef:
              name: {{ $root.Values.database.existingSecret }}
              key: {{ $root.Values.database.usernameKey }}
        - name: OFFTAKE_DATABASE_PASSWORD
          valueFrom:
            secretKeyRef:
              name: {{ $root.Values.database.existingSecret }}
              key: {{ $root.Values.database.passwordKey }}
        - name: OFFTAKE_STARTER
          value: {{ include "offtake.starter" $root | quote }}
        - name: OFFTAKE_MAX_BODY
          value: {{ $root.Values.offtake.maxBody | quote }}
        - name: OFFTAKE_FETCH
          value: {{ ternary "on" "off" $root.Values.fetch.enabled | quote }}
        {{- with $root.Values.fetch.contact }}
        - name: OFFTAKE_CONTACT
          value: {{ . | quote }}
        {{- end }}
        {{- if $root.Values.fetch.existingSecret }}
        {{- range $publisher := list "fas" "census" "eia" "comtrade" }}
        - name: OFFTAKE_{{ upper $publisher }}_KEY
          valueFrom:
            secretKeyRef:
              name: {{ $root.Values.fetch.existingSecret }}
              key: {{ get $root.Values.fetch (printf "%sKey" $publisher) }}
              optional: true
        {{- end }}
        {{- end }}
        {{- with $root.Values.telling.existingSecret }}
        - name: OFFTAKE_SECRET_KEY
          valueFrom:
            secretKeyRef:
              name: {{ . }}
              key: {{ $root.Values.telling.secretKey }}
        {{- end }}
        {{- with $root.Values.telling.publicUrl }}
        - name: OFFTAKE_PUBLIC_URL
          value: {{ . | quote }}
        {{- end }}
        {{- with $root.Values.telling.webhookAllow }}
        - name: OFFTAKE_WEBHOOK_ALLOW
          value: {{ join "," . | quote }}
        {{- end }}
        {{- if $mail.host }}
        - name: OFFTAKE_MAIL_HOST
          value: {{ $mail.host | quote }}
        - name: OFFTAKE_MAIL_PORT
          value: {{ $mail.port | quote }}
        - name: OFFTAKE_MAIL_TLS
          value: {{ include "offtake.mailTls" $root | quote }}
        - name: OFFTAKE_MAIL_FROM
          value: {{ required "telling.mail.from is empty: set it to the sender of mail, such as Offtake <alerts@example.com>" $mail.from | quote }}
        {{- with $root.Values.telling.existingSecret }}
        - name: OFFTAKE_MAIL_USER
          valueFrom:
            secretKeyRef:
              name: {{ . }}
              key: {{ $root.Values.telling.mailUserKey }}
              optional: true
        - name: OFFTAKE_MAIL_PASSWORD
          valueFrom:
            secretKeyRef:
              name: {{ . }}
              key: {{ $root.Values.telling.mailPasswordKey }}
              optional: true
        {{- end }}
        {{- end }}
        - name: OFFTAKE_DATA_DIR
          value: /tmp/offtake
        - name: OFFTAKE_ROLE
          value: {{ .role }}
        - name: OFFTAKE_LOG
          value: {{ $root.Values.offtake.log }}
        - name: JAVA_TOOL_OPTIONS
          value: {{ $root.Values.java.toolOptions | quote }}
        {{- with $root.Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      startupProbe:
        {{- include "offtake.probe" (dict "path" "/q/health/started" "probe" $root.Values.probes.startup) | nindent 8 }}
      livenessProbe:
        {{- include "offtake.probe" (dict "path" "/q/health/live" "probe" $root.Values.probes.liveness) | nindent 8 }}
      readinessProbe:
        {{- include "offtake.probe" (dict "path" "/q/health/ready" "probe" $root.Values.probes.readiness) | nindent 8 }}
      resources:
        {{- toYaml .resources | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
  volumes:
    - name: tmp
      emptyDir:
        sizeLimit: {{ $root.Values.tmpSizeLimit }}
  {{- with $root.Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
